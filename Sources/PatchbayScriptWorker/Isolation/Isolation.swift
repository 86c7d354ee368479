import CSandbox
import Foundation

/// What the worker gives up before it runs anybody's code.
///
/// The engine itself offers scripts no file, network, process or environment. This is the second wall, for the day the
/// engine has a hole: the process has no environment and no open file but its socket, can open no file outside the
/// time zone database and no socket, start no program, and write nothing to disk.
enum Isolation {
    private static let readable = "/usr/share/zoneinfo"

    /// Gives everything up, for good.
    static func enter() {
        for name in ProcessInfo.processInfo.environment.keys { unsetenv(name) }
        _ = chdir("/")
        #if os(Linux)
            patchbay_close_from(3)
            patchbay_be_expendable()
            // A first filter allows the calls of the next lines: Landlock needs the privilege switch it sets.
            guard patchbay_refuse_system_calls(true) else { return }
            if !patchbay_allow_reading_only(readable) { _ = patchbay_refuse_system_calls(false) }
        #endif
    }
}
