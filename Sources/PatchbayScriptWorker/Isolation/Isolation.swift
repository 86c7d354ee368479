import CSandbox
import Foundation

/// What the worker gives up before it runs anybody's code.
///
/// The engine itself offers scripts no file, network, process or environment. This is the second wall, for the day the
/// engine has a hole: the process has no environment and no open file but its socket, can read the time zone database
/// and what the system says of the process itself, and may make only the calls of the system that its threads, memory
/// and clock take. It can write no file, see no other process, and open no socket.
struct Isolation {
    /// Whether the machine has what the second wall takes.
    let isPossible: Bool
    private let readsFiles: Bool

    /// Gives up, before the process has a second thread, what the engine does not need to start.
    static func begin() -> Isolation {
        for name in ProcessInfo.processInfo.environment.keys { unsetenv(name) }
        _ = chdir("/")
        #if os(Linux)
            patchbay_close_from(3)
            patchbay_be_expendable()
            guard patchbay_has_system_call_filters(), patchbay_renounce_privileges() else {
                return Isolation(isPossible: false, readsFiles: false)
            }
            return Isolation(isPossible: true, readsFiles: patchbay_read_little())
        #else
            return Isolation(isPossible: false, readsFiles: false)
        #endif
    }

    /// Gives up the rest, for good.
    ///
    /// - Returns: Whether the second wall stands.
    func complete() -> Bool {
        #if os(Linux)
            guard isPossible else { return false }
            // A thread that has just ended, with the filter it tried, may be in the way for a moment.
            for _ in 0..<100 {
                if patchbay_allow_worker_calls(readsFiles) { return true }
                usleep(1_000)
            }
            return false
        #else
            return false
        #endif
    }
}
