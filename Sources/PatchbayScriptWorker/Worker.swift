import Foundation
import IML
import IMLScript

/// Answers the host's requests, one after the other.
struct Worker {
    /// Apps kept loaded; the one that was not used for longest goes first.
    private static let appLimit = 64
    /// Seconds evaluating an app's files may take before it is ready for a call.
    private static let loadSeconds = 0.5

    private let engine = Engine()
    private var apps: [UInt64: [ScriptSource]] = [:]
    /// Realms that wait for their one call, by app.
    private var spares: [UInt64: Realm] = [:]
    /// Files that once ran out of time when they were evaluated; they are not given that time for every call.
    private var stuck: [UInt64: [String: ScriptFault]] = [:]
    /// The app whose realm was used up.
    private var used: UInt64?

    /// Does what a request asks for.
    mutating func reply(to message: [UInt8]) -> [UInt8] {
        do throws(WireError) {
            return reply(to: try WorkerRequest(bytes: message)).bytes
        } catch {
            return WorkerReply.failure(ScriptFailure(type: .unexpectedError, message: "A request was malformed.")).bytes
        }
    }

    /// Makes a realm for the next call of the app that was called last, while the host has its answer already.
    mutating func prepareNext() {
        guard let app = used else { return }
        used = nil
        spares[app] = makeRealm(app)
    }

    private mutating func reply(to request: WorkerRequest) -> WorkerReply {
        switch request {
        case .load(let app, let sources):
            apps[app] = sources
            spares[app] = nil
            return .done
        case .unload(let app):
            apps[app] = nil
            spares[app] = nil
            stuck[app] = nil
            return .done
        case .call(let app, let call, let environment, let seconds):
            let realm = takeRealm(app)
            do throws(ScriptFault) {
                try realm.enter(environment)
                let value = try engine.limited(seconds: seconds) { () throws(ScriptFault) in try realm.call(call) }
                return .value(value)
            } catch {
                return .failure(error.failure)
            }
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

    private mutating func takeRealm(_ app: UInt64) -> Realm {
        used = app
        return spares.removeValue(forKey: app) ?? makeRealm(app)
    }

    private mutating func makeRealm(_ app: UInt64) -> Realm {
        let realm = Realm(
            engine: engine,
            sources: apps[app] ?? [],
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
