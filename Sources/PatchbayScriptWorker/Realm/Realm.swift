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
    ///   - sources: The functions.
    ///   - stuck: Functions known not to come to an end when they are evaluated; they fail at once.
    ///   - seconds: How long evaluating one file may take.
    init(engine: Engine, sources: [ScriptSource], stuck: [String: ScriptFault], seconds: Double) {
        context = JSGlobalContextCreateInGroup(engine.group, nil)
        files = Set(sources.map(\.file))
        installPrelude(engine)
        broken.merge(stuck) { $1 }
        for source in sources where broken[source.name] == nil {
            do {
                try engine.limited(seconds: seconds) { () throws(ScriptFault) in try define(source) }
            } catch {
                broken[source.name] = error
            }
        }
    }

    deinit {
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
        try checked { thrown in
            withEngineText(code) { code in
                withEngineText(file) { JSEvaluateScript(context, code, nil, $0, 1, &thrown) }
            }
        }
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
    /// Each function's file stands in a function of its own, so that two files may name their helpers alike.
    private func define(_ source: ScriptSource) throws(ScriptFault) {
        let name = Value.text(source.name).jsonText()
        // Everything before the code stands on the code's first line, so that lines stay what they are in the file.
        let code = "globalThis[\(name)]=(function(){\(source.code)\n;return \(source.name);})();"
        guard source.name.isScriptIdentifier else {
            throw .thrown(ScriptFailure(message: "'\(source.name)' is no name a function can have.", file: source.file))
        }
        try evaluate(code, file: source.file)
    }

    private func installPrelude(_ engine: Engine) {
        let bridge = JSObjectMake(context, engine.bridgeClass, Unmanaged.passUnretained(self).toOpaque())
        do throws(ScriptFault) {
            let prelude = try evaluate(RealmPrelude.source, file: "prelude")
            let arguments = [bridge, withEngineText(engine.builtinNames) { JSValueMakeFromJSONString(context, $0) }]
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

extension String {
    /// Whether it can name a function in JavaScript (of the ASCII ones).
    fileprivate var isScriptIdentifier: Bool {
        guard let first = utf8.first, !(48...57).contains(first) else { return false }
        return utf8.allSatisfy { byte in
            (65...90).contains(byte) || (97...122).contains(byte) || (48...57).contains(byte)
                || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "$")
        }
    }
}
