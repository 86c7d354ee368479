import CJavaScriptCore
import IML

/// The JavaScript engine of the worker: one heap for all realms, used by one thread.
final class Engine {
    let group: JSContextGroupRef
    /// The class of the object through which scripts call the language's functions.
    let bridgeClass: JSClassRef
    /// The names of the language's functions as a JSON array.
    let builtinNames = EngineText(Value.array(FunctionCatalog.entries.map { .text($0.name) }).jsonText())
    /// What every realm starts with.
    let prelude = EngineText(PreludeScript.source)
    let buffer = EngineText(BufferScript.source)
    let codec = EngineText(CodecScript.source)
    let preludeName = EngineText("prelude")
    /// What tells whether a realm may be used again; or why nothing can.
    let keeper: Result<Keeper, ScriptFault>

    init() {
        let group: JSContextGroupRef = JSContextGroupCreate()
        self.group = group
        keeper = Result { () throws(ScriptFault) in try Keeper(group: group) }
        var definition = kJSClassDefinitionEmpty
        definition.callAsFunction = callBuiltin
        bridgeClass = JSClassCreate(&definition)
    }

    deinit {
        JSClassRelease(bridgeClass)
        JSContextGroupRelease(group)
    }

    /// Runs something and ends it when it has used its time.
    ///
    /// - Returns: What it gave.
    /// - Throws: What it throws, or that its time ran out.
    func limited<Result>(
        seconds: Double,
        _ body: () throws(ScriptFault) -> Result
    ) throws(ScriptFault) -> Result {
        var expiry = Expiry()
        return try withUnsafeMutablePointer(to: &expiry) { (expiry) throws(ScriptFault) -> Result in
            JSContextGroupSetExecutionTimeLimit(group, seconds, expire, expiry)
            defer { JSContextGroupClearExecutionTimeLimit(group) }
            let result: Result
            do throws(ScriptFault) {
                result = try body()
            } catch {
                throw expiry.pointee.hasExpired ? .outOfTime(seconds: seconds) : error
            }
            // What was promised may have used the time although the function itself came to its end.
            if expiry.pointee.hasExpired { throw .outOfTime(seconds: seconds) }
            return result
        }
    }
}

private struct Expiry {
    var hasExpired = false
}

private func expire(_ context: JSContextRef?, _ expiry: UnsafeMutableRawPointer?) -> Bool {
    expiry?.assumingMemoryBound(to: Expiry.self).pointee.hasExpired = true
    return true
}

/// Called by `iml.<name>(…)` with the name and the arguments as an array.
private func callBuiltin(
    _ context: JSContextRef?,
    _ function: JSObjectRef?,
    _ receiver: JSObjectRef?,
    _ count: Int,
    _ arguments: UnsafePointer<JSValueRef?>?,
    _ exception: UnsafeMutablePointer<JSValueRef?>?
) -> JSValueRef? {
    guard let function, let arguments, count == 2, let realm = JSObjectGetPrivate(function) else {
        return nil
    }
    // The realm owns the context the function lives in, so it is there as long as the function can be called.
    return Unmanaged<Realm>.fromOpaque(realm).takeUnretainedValue()
        .callBuiltin(name: arguments[0], input: arguments[1], exception: exception)
}
