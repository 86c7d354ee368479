/// How far one evaluation may go.
public struct EvaluationLimits: Sendable, Hashable {
    /// Bytes one text or array of bytes may have.
    public var outputBytes: Int
    /// Steps of work: operations, and elements or pieces handled by functions.
    public var steps: Int
    /// How deep a value made by an evaluation may nest.
    public var depth: Int

    /// 64 MiB, 200,000,000 steps, 512 levels.
    public static let `default` = EvaluationLimits()

    /// Sets limits.
    public init(outputBytes: Int = 64 << 20, steps: Int = 200_000_000, depth: Int = 512) {
        self.outputBytes = outputBytes
        self.steps = steps
        self.depth = depth
    }
}
