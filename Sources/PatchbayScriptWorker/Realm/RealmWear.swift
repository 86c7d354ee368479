import Foundation

/// How long a realm has served.
///
/// What a script hangs on the realm's objects without a trace, such as a private member of a class, no later call can
/// read, but it takes memory as long as the realm is there. So realms do not serve for ever.
struct RealmWear {
    private static let callLimit = 10_000
    private static let growthLimit = 32 << 20
    /// How many calls it serves between two looks at the memory of the process.
    private static let look = 64

    /// The calls it has served.
    var calls = 0
    private let peak = Self.peakBytes

    /// Whether it has served long enough, or the process has grown since it began to.
    var isWorn: Bool {
        calls >= Self.callLimit || calls.isMultiple(of: Self.look) && Self.peakBytes - peak > Self.growthLimit
    }

    private static var peakBytes: Int {
        var usage = rusage()
        #if os(Linux)
            getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
            return usage.ru_maxrss << 10
        #else
            getrusage(RUSAGE_SELF, &usage)
            return usage.ru_maxrss
        #endif
    }
}
