import Foundation

/// How far custom functions may go.
public struct ScriptLimits: Sendable {
    /// Seconds one call may run.
    public var callSeconds: Double = 10
    /// Seconds a worker gets beyond a call's limit before it is killed; it counts the processor's time itself, of which
    /// there may be little on a busy machine.
    public var graceSeconds: Double = 1
    /// Bytes of memory one worker may hold.
    public var memoryBytes: Int = 512 << 20
    /// Bytes of the arguments of a call, and of its result.
    public var messageBytes: Int = 64 << 20
    /// Workers kept ready once they were needed: two, on a large machine one for every two processors.
    public var idleWorkers: Int = min(max(ProcessInfo.processInfo.activeProcessorCount / 2, 2), 8)
    /// Workers at most; one app occupies at most half of them at a time, the next one half of the rest, and so on, so that
    /// stuck calls leave room for the others.
    public var workers: Int = 16
    /// Calls that may wait for a worker, shared between apps in the same way; a further one fails at once.
    public var waitingCalls: Int = 10_000

    /// The defaults.
    public init() {}
}
