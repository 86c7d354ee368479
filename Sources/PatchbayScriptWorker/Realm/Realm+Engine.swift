import CJavaScriptCore
import IMLScript

extension Realm {
    /// Evaluates a file of the app that defines no function, such as tests.
    func evaluate(file source: ScriptSource) throws(ScriptFault) {
        count(file: source.file)
        try evaluate("(function(){\(source.code)\n})();", file: source.file)
    }

    /// Evaluates code and gives its value.
    @discardableResult
    func evaluate(_ code: String, file: String) throws(ScriptFault) -> JSValueRef {
        try evaluate(EngineText(code), file: EngineText(file))
    }

    /// Evaluates code that is kept for other realms too.
    func evaluate(_ code: EngineText, file: EngineText) throws(ScriptFault) -> JSValueRef {
        try checked { JSEvaluateScript(context, code.reference, nil, file.reference, 1, &$0) }
    }

    /// Calls a function without a receiver.
    func call(_ function: JSObjectRef, _ arguments: JSValueRef?...) throws(ScriptFault) -> JSValueRef {
        try checked { JSObjectCallAsFunction(context, function, nil, arguments.count, arguments, &$0) }
    }

    /// A function that is a property of an object.
    func function(_ name: String, of holder: JSObjectRef) throws(ScriptFault) -> JSObjectRef {
        let value = try checked { thrown in
            withEngineText(name) { JSObjectGetProperty(context, holder, $0, &thrown) }
        }
        return try object(of: value, named: name)
    }

    /// A value that is an object, or the fault that there is none.
    func object(of value: JSValueRef, named name: String) throws(ScriptFault) -> JSObjectRef {
        guard JSValueIsObject(context, value) else {
            throw .thrown(ScriptFailure(message: "There is no function \(name)."))
        }
        return try unwrapped { JSValueToObject(context, value, &$0) }
    }

    /// Runs something that may throw in the engine, for its value.
    func checked(_ body: (inout JSValueRef?) -> JSValueRef?) throws(ScriptFault) -> JSValueRef {
        var thrown: JSValueRef?
        let result = body(&thrown)
        if let thrown { throw .thrown(failure(of: thrown)) }
        return result ?? JSValueMakeUndefined(context)
    }

    /// Runs something that may throw in the engine, for an object.
    func unwrapped(_ body: (inout JSValueRef?) -> JSObjectRef?) throws(ScriptFault) -> JSObjectRef {
        var thrown: JSValueRef?
        let result = body(&thrown)
        if let thrown { throw .thrown(failure(of: thrown)) }
        guard let result else {
            throw .thrown(ScriptFailure(message: "There is nothing where an object was expected."))
        }
        return result
    }
}
