import Foundation
import Synchronization

/// A service with tokens `t1`, `t2`, … of which the latest counts until it ends; each can be exchanged once.
final class TokenService: Sendable {
    private struct State {
        var latest = 0
        var hasEnded = false
        var isRevoked = false
        var renewals = 0
        var calls = 0
        var goodbyes: [String] = []
    }

    private let state = Mutex(State())
    /// Seconds from now to when the first token says it is due.
    private let firstLifetime: Double
    /// The same of those it is exchanged for.
    private let laterLifetime: Double

    init(firstLifetime: Double = 3_600, laterLifetime: Double = 3_600) {
        self.firstLifetime = firstLifetime
        self.laterLifetime = laterLifetime
    }

    var renewals: Int { state.withLock(\.renewals) }
    var calls: Int { state.withLock(\.calls) }
    var goodbyes: [String] { state.withLock(\.goodbyes) }

    /// The latest token no longer counts, and may still be exchanged.
    func end() { state.withLock { $0.hasEnded = true } }

    /// The latest token no longer counts, nor can it be exchanged.
    func revoke() { state.withLock { $0.isRevoked = true } }

    func answer(_ request: Received) -> Answer {
        state.withLock { state in
            switch request.path {
            case "/login": return Self.issue(&state, lifetime: firstLifetime)
            case "/renew":
                state.renewals += 1
                guard !state.isRevoked, request.text == #"{"old":"t\#(state.latest)"}"# else {
                    return .json(#"{"m": "cannot exchange \#(request.header("x-token") ?? "")"}"#, status: 401)
                }
                return Self.issue(&state, lifetime: laterLifetime)
            case "/bye":
                state.goodbyes.append(request.header("x-token") ?? "")
                return .json("{}")
            default:
                state.calls += 1
                let token = request.header("x-token") ?? ""
                guard token == "t\(state.latest)", !state.hasEnded, !state.isRevoked else {
                    return .json(#"{"m": "bad token \#(token)"}"#, status: 401)
                }
                return .json(#"{"ok": true}"#)
            }
        }
    }

    private static func issue(_ state: inout State, lifetime: Double) -> Answer {
        state.latest += 1
        state.hasEnded = false
        state.isRevoked = false
        return .json(#"{"token": "t\#(state.latest)", "due": \#(Date().timeIntervalSince1970 + lifetime)}"#)
    }
}
