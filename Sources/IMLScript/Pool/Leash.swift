import Foundation
import Synchronization

/// Lets other threads kill the process a thread is waiting for, and only as long as it is that process.
final class Leash: Sendable {
    private struct State {
        var process: pid_t?
        var wasKilled = false
    }

    private let state = Mutex(State())

    /// Whether somebody has ended the process for good; no other one may be started then.
    var wasKilled: Bool { state.withLock(\.wasKilled) }

    /// Ends the process, and any that would be started later.
    func kill() {
        state.withLock { state in
            state.wasKilled = true
            if let process = state.process { _ = Foundation.kill(process, SIGKILL) }
        }
    }

    /// Puts a process on the leash.
    func hold(_ process: pid_t) {
        state.withLock { state in
            state.process = process
            if state.wasKilled { _ = Foundation.kill(process, SIGKILL) }
        }
    }

    /// Ends the process on the leash and waits for that, so that its number cannot be somebody else's meanwhile.
    ///
    /// - Returns: The status it had ended with by itself; `nil` when it had not.
    @discardableResult
    func reap() -> Int32? {
        state.withLock { state in
            guard let process = state.process else { return nil }
            _ = Foundation.kill(process, SIGKILL)
            var status: Int32 = 0
            while waitpid(process, &status, 0) < 0, errno == EINTR {}
            state.process = nil
            return status & 0x7F == 0 ? (status >> 8) & 0xFF : nil
        }
    }
}
