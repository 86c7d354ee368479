import Foundation
import IML
import IMLScript

/// Answers the host's requests, one after the other.
struct Worker {
    private let engine = Engine()
    private var apps: [UInt64: LoadedApp] = [:]
    private var shelf = RealmShelf()
    /// Files that once ran out of time when they were evaluated; they are not given that time for every call.
    private var stuck: [UInt64: [String: ScriptFault]] = [:]
    /// The app that was called last, and the realm it was called in.
    private var used: (app: UInt64, realm: Realm?)?

    /// Does what a request asks for.
    mutating func reply(to message: [UInt8]) -> [UInt8] {
        do throws(WireError) {
            return reply(to: try WorkerRequest(bytes: message)).bytes
        } catch {
            return WorkerReply.failure(ScriptFailure(type: .unexpectedError, message: "A request was malformed.")).bytes
        }
    }

    private mutating func reply(to request: WorkerRequest) -> WorkerReply {
        switch request {
        case .load(let app, let sources):
            apps[app] = LoadedApp(sources)
            shelf.remove(app)
            return .done
        case .unload(let app):
            apps[app] = nil
            shelf.remove(app)
            stuck[app] = nil
            if used?.app == app { used = nil }
            return .done
        case .call(let app, let call, let seconds):
            switch outcome(of: call, in: app, seconds) {
            case .success(let value): return .value(value)
            case .failure(let fault): return .failure(fault.failure)
            }
        case .batch(let app, let calls, let seconds):
            return .answers(answers(to: calls, of: app, seconds))
        case .check(let app):
            return .answers(evaluations(of: app))
        case .test(let app, let tests, let seconds):
            return reply(to: tests, of: app, seconds)
        }
    }
}

// MARK: - Calls

extension Worker {
    private mutating func outcome(
        of call: CallText,
        in app: UInt64,
        _ seconds: Double
    ) -> Result<ValueText, ScriptFault> {
        Result { () throws(ScriptFault) in
            let realm = try realm(for: app)
            used = (app, nil)
            do throws(ScriptFault) {
                let value = try engine.limited(seconds: seconds) { () throws(ScriptFault) in try realm.call(call) }
                used = (app, realm)
                return value
            } catch {
                // What was ended in its midst may have left anything.
                if case .thrown = error { used = (app, realm) }
                throw error
            }
        }
    }

    /// Answers calls one after the other, each as if it were the only one, until the time of one call is used.
    ///
    /// A call that had to stop with less than its own time is not answered; it will be the first of a later batch.
    private mutating func answers(
        to calls: [CallText],
        of app: UInt64,
        _ seconds: Double
    ) -> [Result<ValueText, ScriptFailure>] {
        let end = ContinuousClock.now + .seconds(seconds)
        var answers: [Result<ValueText, ScriptFailure>] = []
        answers.reserveCapacity(calls.count)
        for call in calls {
            let left = answers.isEmpty ? seconds : (end - .now) / .seconds(1)
            guard left > 0 else { break }
            let outcome = outcome(of: call, in: app, left)
            if case .failure(.outOfTime) = outcome, !answers.isEmpty { break }
            answers.append(outcome.mapError(\.failure))
            settle()
        }
        return answers
    }

    private mutating func reply(to tests: ScriptSource, of app: UInt64, _ seconds: Double) -> WorkerReply {
        do throws(ScriptFault) {
            let realm = try makeRealm(for: app)
            do throws(ScriptFault) {
                return .tests(try engine.limited(seconds: seconds) { () throws(ScriptFault) in try realm.run(tests) })
            } catch {
                guard case .outOfTime = error, let results = results(in: realm, endedBy: error) else { throw error }
                return .tests(results)
            }
        } catch {
            return .failure(error.failure)
        }
    }

    /// The cases up to the one in which the time was used; `nil` when it was outside of any.
    private func results(in realm: Realm, endedBy fault: ScriptFault) -> [FunctionTestResult]? {
        let problem = fault.failure.message + " The cases after it did not run."
        let results = try? engine.limited(seconds: 1) { () throws(ScriptFault) in
            try realm.results(unfinished: problem)
        }
        return results.flatMap { $0.last?.problem == problem ? $0 : nil }
    }

    /// How evaluating each of an app's function files ended, in their order.
    private mutating func evaluations(of app: UInt64) -> [Result<ValueText, ScriptFailure>] {
        let realm: Realm
        do throws(ScriptFault) {
            realm = try makeRealm(for: app)
        } catch {
            return []
        }
        return apps[app]?.functions.map { function in
            guard let failure = realm.broken[function.name]?.failure else { return .success(ValueText(.undefined)) }
            guard let own = realm.syntaxFailure(of: function.source, file: function.place) else {
                return .failure(failure)
            }
            return .failure(realm.located(own, in: function.source, file: function.place))
        } ?? []
    }
}

// MARK: - Realms

extension Worker {
    /// Seconds evaluating an app's files may take before they are ready for a call, and for each of them besides.
    private static let loadSeconds = (first: 0.5, each: 0.02)

    /// Makes the realm of the last call ready for the next one where it was left as it was found, and else lets it go.
    mutating func settle() {
        guard let (app, realm) = used, let realm else { return }
        used = (app, nil)
        if isReadyAgain(realm) { shelf.put(realm, for: app) }
    }

    /// Evaluates the files once more in a realm that is as it was found.
    ///
    /// - Returns: Whether the realm may serve a call.
    private func isReadyAgain(_ realm: Realm) -> Bool {
        let isReady = try? engine.limited(seconds: 1) { () throws(ScriptFault) in
            guard realm.isAsFound else { return false }
            try realm.prepare()
            return true
        }
        return isReady == true
    }

    /// A realm for a call: the one that waits for the app, or a new one.
    private mutating func realm(for app: UInt64) throws(ScriptFault) -> Realm {
        if let ready = shelf.take(for: app), ready.isFresh || isReadyAgain(ready) { return ready }
        return try makeRealm(for: app)
    }

    /// Whether there are less realms ready than may be needed soon.
    var lacksRealms: Bool { used.map { !shelf.isReady(for: $0.app) || shelf.lacksBlanks } ?? false }

    /// Makes one more realm ready, for the app that was called last where it has none.
    mutating func prepareRealm() {
        guard let (app, _) = used else { return }
        do throws(ScriptFault) {
            if shelf.isReady(for: app) {
                shelf.put(try Realm(engine: engine))
            } else {
                shelf.put(try makeRealm(for: app), for: app)
            }
        } catch {
            used = nil
        }
    }

    /// A realm with an app's functions, ready for a call.
    private mutating func makeRealm(for id: UInt64) throws(ScriptFault) -> Realm {
        let app = apps[id] ?? LoadedApp()
        let seconds = Self.loadSeconds.first + Double(app.functions.count) * Self.loadSeconds.each
        while true {
            let blank = shelf.takeBlank()
            let realm = if let blank { blank } else { try Realm(engine: engine) }
            try realm.adopt(app, stuck: stuck[id] ?? [:])
            do throws(ScriptFault) {
                try engine.limited(seconds: seconds) { () throws(ScriptFault) in try realm.prepare() }
                return realm
            } catch {
                guard case .outOfTime = error, let name = realm.current, stuck[id]?[name] == nil else { throw error }
                stuck[id, default: [:]][name] = error
            }
        }
    }
}
