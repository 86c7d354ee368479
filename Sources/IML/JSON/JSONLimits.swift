/// How much JSON a reader takes.
public struct JSONLimits: Sendable, Hashable {
    /// How deep arrays and objects may nest; at most 2,000, for the reader is recursive.
    public var depth: Int
    /// How many bytes the text may have.
    public var bytes: Int

    /// 512 levels, 256 MiB.
    public static let `default` = JSONLimits()

    /// Sets limits.
    public init(depth: Int = 512, bytes: Int = 256 << 20) {
        self.depth = min(depth, 2_000)
        self.bytes = bytes
    }
}
