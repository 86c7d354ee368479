import Foundation
import IML
import IMLScript

/// Answers the host's requests, one after the other.
struct Worker {
    /// Seconds evaluating an app's files may take before it is ready for a call.
    private static let loadSeconds = 0.5
    /// Realms kept ready for an app, so that a few calls in quick succession find one each.
    private static let spareLimit = 4

    private let engine = Engine()
    private var apps: [UInt64: LoadedApp] = [:]
    /// Realms that wait for their one call, by app.
    private var spares: [UInt64: [Realm]] = [:]
    /// Files that once ran out of time when they were evaluated; they are not given that time for every call.
    private var stuck: [UInt64: [String: ScriptFault]] = [:]
    /// The app that was called last.
    private var used: UInt64?

    /// Does what a request asks for.
    mutating func reply(to message: [UInt8]) -> [UInt8] {
        do throws(WireError) {
            return reply(to: try WorkerRequest(bytes: message)).bytes
        } catch {
            return WorkerReply.failure(ScriptFailure(type: .unexpectedError, message: "A request was malformed.")).bytes
        }
    }

    /// Whether the app that was called last has less realms ready than it may need soon.
    var lacksRealms: Bool { used.map { spares[$0, default: []].count < Self.spareLimit } ?? false }

    /// Makes a realm for a next call of the app that was called last.
    mutating func prepareRealm() {
        guard let app = used else { return }
        spares[app, default: []].append(makeRealm(app))
    }

    private mutating func reply(to request: WorkerRequest) -> WorkerReply {
        switch request {
        case .load(let app, let sources):
            apps[app] = LoadedApp(sources)
            spares[app] = nil
            return .done
        case .unload(let app):
            apps[app] = nil
            spares[app] = nil
            stuck[app] = nil
            if used == app { used = nil }
            return .done
        case .call(let app, let call, let environment, let seconds):
            switch outcome(of: call, in: app, environment, seconds) {
            case .success(let value): return .value(value)
            case .failure(let fault): return .failure(fault.failure)
            }
        case .batch(let app, let calls, let environment, let seconds):
            return .answers(answers(to: calls, of: app, environment, seconds))
        case .check(let app):
            return .answers(evaluations(of: app))
        case .test(let app, let tests, let seconds):
            let realm = takeRealm(app)
            do throws(ScriptFault) {
                let results = try engine.limited(seconds: seconds) { () throws(ScriptFault) in try realm.run(tests) }
                return .tests(results)
            } catch {
                return .failure(error.failure)
            }
        }
    }

    /// How evaluating each of an app's function files ended, in their order.
    private mutating func evaluations(of app: UInt64) -> [Result<Value, ScriptFailure>] {
        let broken = makeRealm(app).broken
        return apps[app]?.functions.map { function in
            broken[function.name].map { .failure($0.failure) } ?? .success(.undefined)
        } ?? []
    }

    private mutating func outcome(
        of call: ScriptCall,
        in app: UInt64,
        _ environment: Value,
        _ seconds: Double
    ) -> Result<Value, ScriptFault> {
        let realm = takeRealm(app)
        return Result { () throws(ScriptFault) in
            try realm.enter(environment)
            return try engine.limited(seconds: seconds) { () throws(ScriptFault) in try realm.call(call) }
        }
    }

    /// Answers calls one after the other, each in a realm of its own, until the time of one call is used.
    ///
    /// A call that had to stop with less than its own time is not answered; it will be the first of a later batch.
    private mutating func answers(
        to calls: [ScriptCall],
        of app: UInt64,
        _ environment: Value,
        _ seconds: Double
    ) -> [Result<Value, ScriptFailure>] {
        let end = ContinuousClock.now + .seconds(seconds)
        var answers: [Result<Value, ScriptFailure>] = []
        answers.reserveCapacity(calls.count)
        for call in calls {
            let left = answers.isEmpty ? seconds : (end - .now) / .seconds(1)
            guard left > 0 else { break }
            let outcome = outcome(of: call, in: app, environment, left)
            if case .failure(.outOfTime) = outcome, !answers.isEmpty { break }
            answers.append(outcome.mapError(\.failure))
        }
        return answers
    }

    private mutating func takeRealm(_ app: UInt64) -> Realm {
        used = app
        return spares[app]?.popLast() ?? makeRealm(app)
    }

    private mutating func makeRealm(_ app: UInt64) -> Realm {
        let realm = Realm(
            engine: engine,
            app: apps[app] ?? LoadedApp(),
            stuck: stuck[app] ?? [:],
            seconds: Self.loadSeconds
        )
        stuck[app] = realm.broken.filter { if case .outOfTime = $0.value { true } else { false } }
        return realm
    }
}

extension Realm {
    /// Sets what a call's surroundings are: `environment`, the time, and the zone of `iml`'s date functions.
    func enter(_ environment: Value) throws(ScriptFault) {
        scope = Scope(now: Timestamp(secondsSinceEpoch: Date().timeIntervalSince1970))
        scope[.environment] = environment
        try setGlobal("environment", try scriptValue(environment))
    }
}
