/// How asking for a waiting authorization ended; each is handed out once.
package enum FlowOutcome: Sendable {
    /// It waited, and is the asker's now.
    case taken(FlowRecord)
    /// It waits on: what came back with its state is not what it began with.
    case foreign
    /// There is none, or it ended so long ago that nothing is left of it.
    case unknown
    /// It was handed out before.
    case used
    /// It had waited too long.
    case expired
}
