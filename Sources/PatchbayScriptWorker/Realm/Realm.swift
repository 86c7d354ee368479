import CJavaScriptCore
import Foundation
import IML
import IMLScript

/// One global object with an app's functions.
///
/// It serves a call, and another one only where the keeper finds it as it was before: nothing a script leaves behind is
/// seen by another. The app's files are evaluated anew for each call.
final class Realm {
    let context: JSGlobalContextRef
    private let keeper: Keeper
    private var watch: Keeper.Watch?
    private var kit: RealmKit?
    /// The app's functions.
    private var app = LoadedApp()
    /// The files of the app, to tell their lines from the prelude's.
    private var files: Set<String> = []
    /// The function files that could not be evaluated, by function.
    private(set) var broken: [String: ScriptFault] = [:]
    /// What `iml.<name>()` takes the time zone and the limits from, and what it is made of when it is needed.
    private var knownScope: Scope?
    private var input: ValueText?
    /// When the app's files were evaluated last.
    private var preparedAt = ContinuousClock.now
    /// What tells when the realm has served for long enough.
    private var wear = RealmWear()

    /// Makes a realm without an app.
    ///
    /// - Throws: `ScriptFault` where the engine does not take what realms start with.
    init(engine: Engine) throws(ScriptFault) {
        keeper = try engine.keeper.get()
        context = JSGlobalContextCreateInGroup(engine.group, nil)
        let kit = try install(engine)
        JSValueProtect(context, kit.object)
        self.kit = kit
        watch = try keeper.begin(world: JSContextGetGlobalObject(context), kit: kit.object)
    }

    deinit {
        if let watch { keeper.close(watch) }
        // What is protected keeps all of the realm.
        if let kit { JSValueUnprotect(context, kit.object) }
        JSGlobalContextRelease(context)
    }

    /// Whether a file is one of the app's.
    func isFile(_ name: String) -> Bool { files.contains(name) }

    /// What `iml`'s functions see: the call's environment and the time.
    var scope: Scope {
        if let knownScope { return knownScope }
        var scope = Scope(now: Timestamp(secondsSinceEpoch: Date().timeIntervalSince1970))
        if let input, case .array(let parts) = try? input.value(), parts.count == 2 { scope[.environment] = parts[1] }
        knownScope = scope
        return scope
    }
}

// MARK: - Serving an app

extension Realm {
    /// Takes an app's functions in.
    ///
    /// A function whose code is no JavaScript fails when it is called; the others work.
    ///
    /// - Parameters:
    ///   - app: The functions.
    ///   - stuck: Functions known not to come to an end when they are evaluated; they fail at once.
    func adopt(_ app: LoadedApp, stuck: [String: ScriptFault]) throws(ScriptFault) {
        guard let kit, let watch else { return }
        self.app = app
        files = app.files
        broken = stuck
        for function in app.functions where broken[function.name] == nil {
            do throws(ScriptFault) {
                let file = try compiled(function)
                _ = try call(kit.adopt, JSValueMakeString(context, function.key.reference), file)
            } catch {
                broken[function.name] = error
            }
        }
        try keeper.adopt(watch, world: JSContextGetGlobalObject(context), names: app.names)
        wear = RealmWear()
    }

    /// Evaluates the app's files for a call.
    ///
    /// - Throws: What ended it; ``current`` is then the function whose file was being evaluated.
    func prepare() throws(ScriptFault) {
        guard let kit else { return }
        preparedAt = .now
        knownScope = nil
        input = nil
        // Half a number of the system's each: it is asked twice instead of four times.
        let (one, two) = (UInt64.random(in: .min ... .max), UInt64.random(in: .min ... .max))
        let seeds = [one, one >> 32, two, two >> 32].map { half in
            JSValueMakeNumber(context, Double(UInt32(truncatingIfNeeded: half)))
        }
        let failures = try call(kit.prepare, seeds[0], seeds[1], seeds[2], seeds[3])
        guard JSValueIsObject(context, failures), let failures = JSValueToObject(context, failures, nil) else { return }
        // Pairs of a function's name and of what its file threw.
        var index: UInt32 = 0
        while let name = JSObjectGetPropertyAtIndex(context, failures, index, nil), JSValueIsString(context, name),
            let error = JSObjectGetPropertyAtIndex(context, failures, index + 1, nil)
        {
            broken[String(decoding: try utf8(name), as: UTF8.self)] = .thrown(failure(of: error))
            index += 2
        }
    }

    /// The function whose file was evaluated last.
    var current: String? {
        guard let kit, let name = try? call(kit.current), JSValueIsString(context, name) else { return nil }
        return (try? utf8(name)).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Calls one of the app's functions, once after ``prepare()``.
    func call(_ request: CallText) throws(ScriptFault) -> ValueText {
        input = request.input
        knownScope = nil
        wear.calls += 1
        if let fault = broken[request.function] { throw fault }
        guard let kit else { return ValueText(.undefined) }
        let name = withEngineText(request.function) { JSValueMakeString(context, $0) }
        // Two steps: what the function has promised is done in between.
        let result = try call(kit.call, name, string(request.input))
        return ValueText(bytes: try utf8(try call(kit.encode, result)))
    }

    /// The language's value for one of the engine's.
    func value(of value: JSValueRef) throws(ScriptFault) -> Value {
        guard let kit else { return .undefined }
        let text = ValueText(bytes: try utf8(try call(kit.encode, value)))
        do throws(WireError) {
            return try text.value()
        } catch {
            throw .thrown(ScriptFailure(message: "A value cannot be read."))
        }
    }

    /// Takes a file for one of the app's, such as its tests.
    func count(file name: String) {
        files.insert(name)
    }

    /// Whether the files were evaluated just now: a time that stands at the top of one is still right.
    var isFresh: Bool { preparedAt.duration(to: .now) < .seconds(1) }

    /// Whether the realm may serve another call: nothing a script did is left, after mending what can be mended.
    var isAsFound: Bool { watch.map { !wear.isWorn && keeper.isAsFound($0) } ?? false }
}

extension Realm {
    private func compiled(_ function: LoadedApp.Function) throws(ScriptFault) -> JSObjectRef {
        guard let code = function.code else {
            throw .thrown(
                ScriptFailure(message: "'\(function.name)' is no name a function can have.", file: function.file)
            )
        }
        try checkBody(code, of: function)
        return try object(of: try evaluate(function.wrapped, file: function.place), named: function.name)
    }

    /// Makes sure that a file is a whole body of a function, so that it cannot close the one around it and go on outside.
    private func checkBody(_ code: EngineText, of function: LoadedApp.Function) throws(ScriptFault) {
        do throws(ScriptFault) {
            _ = try unwrapped { thrown in
                JSObjectMakeFunction(context, nil, 0, nil, code.reference, function.place.reference, 1, &thrown)
            }
        } catch {
            guard case .thrown(var failure) = error else { throw error }
            // What is wrong with the file on its own has its place there, not in what is put around it.
            if let own = syntaxFailure(of: function.source, file: function.place) { throw .thrown(own) }
            // The engine counts the two lines it sets before a body.
            failure.line = failure.line.map { max($0 - 2, 1) }
            throw .thrown(failure)
        }
    }

    private func install(_ engine: Engine) throws(ScriptFault) -> RealmKit {
        let prelude = try object(of: try evaluate(engine.prelude, file: engine.preludeName), named: "prelude")
        let kit = try call(
            prelude,
            JSObjectMake(context, engine.bridgeClass, Unmanaged.passUnretained(self).toOpaque()),
            JSValueMakeString(context, engine.builtinNames.reference),
            try evaluate(engine.buffer, file: engine.preludeName),
            try evaluate(engine.codec, file: engine.preludeName)
        )
        return try RealmKit(try object(of: kit, named: "kit"), of: self)
    }
}
