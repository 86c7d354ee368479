/// How much XML a reader takes.
public struct XMLLimits: Sendable, Hashable {
    /// How deep elements may nest.
    public var depth: Int
    /// How many bytes the document may have.
    public var bytes: Int
    /// How many elements and attributes there may be.
    public var nodes: Int

    /// 200 levels, 64 MiB, 2,000,000 elements and attributes.
    public static let `default` = XMLLimits()

    /// Sets limits; the depth is at most 500.
    public init(depth: Int = 200, bytes: Int = 64 << 20, nodes: Int = 2_000_000) {
        self.depth = min(depth, 500)
        self.bytes = bytes
        self.nodes = nodes
    }
}
