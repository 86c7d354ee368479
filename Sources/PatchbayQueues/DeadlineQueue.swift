/// Which of many things under way has to end first.
///
/// A binary heap. What ended by itself is not looked for: it stays until it comes up, or until most are such.
///
/// Complexity: O(log *n*) for adding one and taking one out, on average.
package struct DeadlineQueue: Sendable {
    private struct Entry {
        let deadline: ContinuousClock.Instant
        let ticket: UInt64
    }

    private var heap: [Entry] = []
    /// How many of them may have ended by themselves.
    private var stale = 0

    /// Starts with none.
    package init() {}

    /// The first deadline of all, of what has ended included; `nil` when there is none.
    package var first: ContinuousClock.Instant? { heap.first?.deadline }

    /// How many entries are held, those of what has ended included.
    package var count: Int { heap.count }

    /// Adds what has to end at a deadline.
    package mutating func add(_ ticket: UInt64, before deadline: ContinuousClock.Instant) {
        heap.append(Entry(deadline: deadline, ticket: ticket))
        rise(from: heap.count - 1)
    }

    /// Notes that something ended by itself.
    ///
    /// - Parameter isUnderWay: Says of a ticket whether what it stands for has not ended; asked when most may have.
    package mutating func end(isUnderWay: (UInt64) -> Bool) {
        stale += 1
        guard stale > 64, stale > heap.count / 2 else { return }
        stale = 0
        heap.removeAll { !isUnderWay($0.ticket) }
        for index in stride(from: heap.count / 2 - 1, through: 0, by: -1) { sink(from: index) }
    }

    /// Takes out the ticket of the first deadline, if it has passed; it may be of something that has ended.
    package mutating func takeOverdue(at now: ContinuousClock.Instant) -> UInt64? {
        guard let first = heap.first, first.deadline <= now else { return nil }
        let last = heap.removeLast()
        if !heap.isEmpty {
            heap[0] = last
            sink(from: 0)
        }
        return first.ticket
    }

    private mutating func rise(from index: Int) {
        var index = index
        while index > 0, case let parent = (index - 1) / 2, heap[index].deadline < heap[parent].deadline {
            heap.swapAt(index, parent)
            index = parent
        }
    }

    private mutating func sink(from index: Int) {
        var index = index
        while case let left = 2 * index + 1, left < heap.count {
            let right = left + 1
            let child = right < heap.count && heap[right].deadline < heap[left].deadline ? right : left
            guard heap[child].deadline < heap[index].deadline else { return }
            heap.swapAt(index, child)
            index = child
        }
    }
}
