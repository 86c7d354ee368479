import Foundation

/// The clocks of the machine.
enum HostClock {
    /// Seconds since 1970; jumps when somebody sets the clock.
    @Sendable
    static func now() -> Double {
        Date().timeIntervalSince1970
    }

    /// Seconds since the machine was started; the same for all its processes, and never set.
    @Sendable
    static func uptime() -> Double {
        ProcessInfo.processInfo.systemUptime
    }
}
