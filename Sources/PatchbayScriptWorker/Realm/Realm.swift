import CJavaScriptCore
import IML
import IMLScript

/// One global object with an app's functions, for a single call: nothing a script leaves behind is seen by another.
final class Realm {
    let context: JSGlobalContextRef
    /// What `iml.<name>()` takes the time zone and the limits from.
    var scope = Scope()
    /// The prelude's function that makes a `Buffer` of a typed array.
    private(set) var asBuffer: JSObjectRef?
    /// The files of the app's functions, to tell their lines from the prelude's.
    private var files: Set<String>
    /// The function files that could not be evaluated, by function.
    private(set) var broken: [String: ScriptFault] = [:]

    /// Makes a realm and evaluates an app's functions in it.
    ///
    /// A function whose code does not evaluate fails when it is called; the others work.
    ///
    /// - Parameters:
    ///   - engine: The engine.
    ///   - app: The functions.
    ///   - stuck: Functions known not to come to an end when they are evaluated; they fail at once.
    ///   - seconds: How long evaluating one file may take.
    init(engine: Engine, app: LoadedApp, stuck: [String: ScriptFault], seconds: Double) {
        context = JSGlobalContextCreateInGroup(engine.group, nil)
        files = app.files
        installPrelude(engine)
        broken.merge(stuck) { $1 }
        for function in app.functions where broken[function.name] == nil {
            do {
                try engine.limited(seconds: seconds) { () throws(ScriptFault) in try define(function) }
            } catch {
                broken[function.name] = error
            }
        }
    }

    deinit {
        // What is protected keeps all of the realm.
        if let asBuffer { JSValueUnprotect(context, asBuffer) }
        JSGlobalContextRelease(context)
    }

    /// Evaluates a file of the app that defines no function, such as tests.
    func evaluate(file source: ScriptSource) throws(ScriptFault) {
        files.insert(source.file)
        try evaluate("(function(){\(source.code)\n})();", file: source.file)
    }

    /// Whether a file is one of the app's.
    func isFile(_ name: String) -> Bool { files.contains(name) }

    /// Calls one of the app's functions.
    func call(_ call: ScriptCall) throws(ScriptFault) -> Value {
        if let fault = broken[call.function] { throw fault }
        let function = try object(of: try global(call.function), named: call.function)
        var arguments: [JSValueRef?] = []
        // The engine looks for live values in its heap and on the stack only, not in Swift's arrays.
        defer { for argument in arguments { JSValueUnprotect(context, argument) } }
        for argument in call.arguments {
            let value = try scriptValue(argument)
            JSValueProtect(context, value)
            arguments.append(value)
        }
        let result = try checked { JSObjectCallAsFunction(context, function, nil, arguments.count, arguments, &$0) }
        return try value(of: result)
    }

    /// Evaluates code and gives its value.
    @discardableResult
    func evaluate(_ code: String, file: String) throws(ScriptFault) -> JSValueRef {
        try evaluate(EngineText(code), file: EngineText(file))
    }

    private func evaluate(_ code: EngineText, file: EngineText) throws(ScriptFault) -> JSValueRef {
        try checked { JSEvaluateScript(context, code.reference, nil, file.reference, 1, &$0) }
    }

    /// Runs something that may throw in the engine.
    func checked(_ body: (inout JSValueRef?) -> JSValueRef?) throws(ScriptFault) -> JSValueRef {
        var thrown: JSValueRef?
        let result = body(&thrown)
        if let thrown { throw .thrown(failure(of: thrown)) }
        return result ?? JSValueMakeUndefined(context)
    }

    /// A property of the global object.
    func global(_ name: String) throws(ScriptFault) -> JSValueRef {
        try property(name, of: JSContextGetGlobalObject(context))
    }

    /// Sets a property of the global object.
    func setGlobal(_ name: String, _ value: JSValueRef) throws(ScriptFault) {
        try set(name, of: JSContextGetGlobalObject(context), to: value)
    }

    /// Sets a property of an object.
    func set(_ name: String, of object: JSObjectRef, to value: JSValueRef) throws(ScriptFault) {
        _ = try checked { thrown in
            withEngineText(name) { JSObjectSetProperty(context, object, $0, value, 0, &thrown) }
            return nil
        }
    }

    /// A property of an object.
    func property(_ name: String, of object: JSObjectRef) throws(ScriptFault) -> JSValueRef {
        try checked { thrown in
            withEngineText(name) { JSObjectGetProperty(context, object, $0, &thrown) }
        }
    }
}

// MARK: - Setting up

extension Realm {
    private func define(_ function: LoadedApp.Function) throws(ScriptFault) {
        guard let code = function.code else {
            throw .thrown(
                ScriptFailure(message: "'\(function.name)' is no name a function can have.", file: function.file)
            )
        }
        _ = try evaluate(code, file: function.place)
    }

    private func installPrelude(_ engine: Engine) {
        let bridge = JSObjectMake(context, engine.bridgeClass, Unmanaged.passUnretained(self).toOpaque())
        do throws(ScriptFault) {
            let prelude = try evaluate(engine.prelude, file: engine.preludeName)
            let arguments = [bridge, JSValueMakeString(context, engine.builtinNames.reference)]
            let function = try object(of: prelude, named: "prelude")
            let kit = try checked { JSObjectCallAsFunction(context, function, nil, 2, arguments, &$0) }
            let made = try object(
                of: try property("asBuffer", of: try object(of: kit, named: "kit")),
                named: "asBuffer"
            )
            JSValueProtect(context, made)
            asBuffer = made
        } catch {
            // Calls fail with this then; it takes a mistake in the prelude itself.
            broken = ["": error]
        }
    }

    private func object(of value: JSValueRef, named name: String) throws(ScriptFault) -> JSObjectRef {
        guard JSValueIsObject(context, value) else {
            throw .thrown(ScriptFailure(message: "There is no function \(name)."))
        }
        return try unwrapped { JSValueToObject(context, value, &$0) }
    }

    func unwrapped(_ body: (inout JSValueRef?) -> JSObjectRef?) throws(ScriptFault) -> JSObjectRef {
        var thrown: JSValueRef?
        let result = body(&thrown)
        if let thrown { throw .thrown(failure(of: thrown)) }
        guard let result else { throw .untransferable("nothing where an object was expected") }
        return result
    }
}
