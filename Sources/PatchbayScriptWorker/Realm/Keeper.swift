import CJavaScriptCore
import IML
import IMLScript

/// Tells whether realms are as they were before a call; see ``KeeperScript``.
final class Keeper {
    private let context: JSGlobalContextRef
    private let functions: JSObjectRef
    private let steps: Steps

    private struct Steps {
        let begin, adopt, isAsFound: JSObjectRef
    }

    /// Makes the realm inspections run in.
    ///
    /// - Throws: `ScriptFault` where the engine does not take the script; calls fail with it then.
    init(group: JSContextGroupRef) throws(ScriptFault) {
        guard let context = JSGlobalContextCreateInGroup(group, nil) else { throw Self.fault("no realm for it") }
        let value = withEngineText(KeeperScript.source) { JSEvaluateScript(context, $0, nil, nil, 1, nil) }
        guard let value, let functions = JSValueToObject(context, value, nil) else {
            JSGlobalContextRelease(context)
            throw Self.fault("its script is none")
        }
        let step = { (name: String) -> JSObjectRef? in
            withEngineText(name) { JSObjectGetProperty(context, functions, $0, nil) }
                .flatMap { JSValueToObject(context, $0, nil) }
        }
        guard let begin = step("begin"), let adopt = step("adopt"), let isAsFound = step("isAsFound")
        else {
            JSGlobalContextRelease(context)
            throw Self.fault("its script lacks a step")
        }
        self.context = context
        self.functions = functions
        steps = Steps(begin: begin, adopt: adopt, isAsFound: isAsFound)
        // The functions keep each of the steps, and the realm all of them.
        JSValueProtect(context, functions)
    }

    deinit {
        JSValueUnprotect(context, functions)
        JSGlobalContextRelease(context)
    }
}

// MARK: - A realm's watch

extension Keeper {
    /// The watch over one realm; it holds the realm's objects as long as it is not closed.
    struct Watch {
        fileprivate let object: JSObjectRef
    }

    /// Remembers a realm as it is before any code of an app has run in it.
    ///
    /// Nothing of the keeper's is handed to the realm, ever: with one of its objects an app could change what inspects it.
    ///
    /// - Parameters:
    ///   - world: The realm's global object.
    ///   - kit: What ``PreludeScript`` gave.
    func begin(world: JSObjectRef, kit: JSObjectRef) throws(ScriptFault) -> Watch {
        let value = try call(steps.begin, world, kit)
        guard let object = JSValueToObject(context, value, nil) else { throw Self.fault("a step gives no object") }
        JSValueProtect(context, object)
        return Watch(object: object)
    }

    /// Takes an app's functions for a part of the realm, under names the worker sets for each call.
    func adopt(_ watch: Watch, world: JSObjectRef, names: EngineText) throws(ScriptFault) {
        guard let names = JSValueMakeFromJSONString(context, names.reference) else {
            throw Self.fault("the names are none")
        }
        _ = try call(steps.adopt, watch.object, world, names)
    }

    /// Whether the realm is as it was, after mending what can be mended.
    func isAsFound(_ watch: Watch) -> Bool {
        (try? call(steps.isAsFound, watch.object)).map { JSValueToBoolean(context, $0) } ?? false
    }

    /// Ends the watch and lets the realm go.
    func close(_ watch: Watch) {
        JSValueUnprotect(context, watch.object)
    }

    private func call(_ function: JSObjectRef, _ arguments: JSValueRef?...) throws(ScriptFault) -> JSValueRef {
        try result(function, arguments)
    }

    private func result(_ function: JSObjectRef, _ arguments: [JSValueRef?]) throws(ScriptFault) -> JSValueRef {
        var thrown: JSValueRef?
        if let value = JSObjectCallAsFunction(context, function, nil, arguments.count, arguments, &thrown) {
            return value
        }
        let text = thrown.flatMap { JSValueToStringCopy(context, $0, nil) }.map { String(releasing: $0) }
        throw Self.fault(text ?? "nothing is known of it")
    }

    private static func fault(_ problem: String) -> ScriptFault {
        .thrown(ScriptFailure(type: .unexpectedError, message: "The inspection of realms does not run: \(problem)"))
    }
}
