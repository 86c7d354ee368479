import Foundation

/// The time of the machine.
enum HostClock {
    /// Seconds since 1970.
    @Sendable
    static func now() -> Double {
        Date().timeIntervalSince1970
    }
}
