import Synchronization

/// What bodies that are read whole may hold together.
///
/// Half of it is shared out evenly beforehand, so that every client can send a body of some size whatever the others
/// send; larger ones take from the other half while there is some.
final class BodyBudget: Sendable {
    /// Bytes that every body may have.
    let ownShare: Int
    private let left: Atomic<Int>

    /// Makes a budget.
    ///
    /// - Parameters:
    ///   - bytes: All there is.
    ///   - clients: How many bodies there may be at a time.
    init(bytes: Int, clients: Int) {
        ownShare = bytes / 2 / max(1, clients)
        left = Atomic(bytes - ownShare * clients)
    }

    /// A body's part of it, to be given back with ``release(_:)``.
    struct Holding: Sendable {
        fileprivate var bytes = 0
        fileprivate var borrowed = 0
    }

    /// Takes some more for a body.
    ///
    /// - Throws: ``Problem`` with status 503 when there is not so much left.
    func take(_ bytes: Int, for holding: inout Holding) throws(Problem) {
        let wanted = max(0, holding.bytes + bytes - ownShare) - holding.borrowed
        if wanted > 0 {
            guard left.subtract(wanted, ordering: .relaxed).newValue >= 0 else {
                left.add(wanted, ordering: .relaxed)
                throw .tooManyBodies
            }
            holding.borrowed += wanted
        }
        holding.bytes += bytes
    }

    /// Gives back what a body held.
    func release(_ holding: Holding) {
        if holding.borrowed > 0 { left.add(holding.borrowed, ordering: .relaxed) }
    }
}
