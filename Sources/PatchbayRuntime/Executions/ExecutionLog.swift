import PatchbayText
import Synchronization

/// The last calls with their requests and answers, in memory, as far as a bound of their number and size goes.
///
/// Adding one moves references only. What is looked at is masked then, by the paths of the spec's `log.sanitize`, the
/// names of headers that are always secret, and the secrets of the connection the call was made with.
package final class ExecutionLog: Sendable {
    private struct State {
        var records: [ExecutionRecord?]
        /// Where the next one goes; the oldest stands there.
        var next = 0
        var cost = 0
        /// The number of the oldest that is still there, counted from ``next`` backwards.
        var count = 0
    }

    private let state: Mutex<State>
    private let capacity: Int
    private let mostBytes: Int

    /// Starts empty.
    ///
    /// - Parameters:
    ///   - capacity: How many calls are kept; 0 for none.
    ///   - mostBytes: How much memory they may take together, about.
    init(capacity: Int, mostBytes: Int) {
        self.capacity = max(0, capacity)
        self.mostBytes = mostBytes
        state = Mutex(State(records: Array(repeating: nil, count: self.capacity)))
    }

    /// Whether calls are kept at all.
    var keeps: Bool { capacity > 0 }

    /// Adds a call; the oldest make room for it.
    func add(_ record: ExecutionRecord) {
        guard keeps else { return }
        // What makes room is let go of outside the lock: taking a call apart takes longer than adding one.
        var dropped: [ExecutionRecord?] = []
        state.withLock { state in
            if state.count == capacity { dropped.append(dropOldest(&state)) }
            state.records[state.next] = record
            state.next = (state.next + 1) % capacity
            state.count += 1
            state.cost += record.cost
            while state.cost > mostBytes, state.count > 1 { dropped.append(dropOldest(&state)) }
        }
    }

    private func dropOldest(_ state: inout State) -> ExecutionRecord? {
        let index = (state.next - state.count + capacity) % capacity
        let oldest = state.records[index]
        state.records[index] = nil
        state.count -= 1
        state.cost -= oldest?.cost ?? 0
        return oldest
    }

    /// The last calls, the newest first.
    ///
    /// - Parameters:
    ///   - limit: The most wanted.
    ///   - app: The app whose calls are wanted; `nil` for all.
    package func overviews(limit: Int, app: String? = nil) -> [ExecutionOverview] {
        let wanted = app.map { ExactText($0) }
        return Array(
            newestFirst.lazy.map(\.overview).filter { wanted == nil || ExactText($0.app) == wanted }.prefix(
                max(0, limit)
            )
        )
    }

    /// A call with everything it sent and got; `nil` when it is not kept (any more).
    package func detail(_ id: String) -> ExecutionDetail? {
        guard let record = newestFirst.first(where: { $0.overview.summary.id.isExactly(id) }) else { return nil }
        return ExecutionDetail(
            overview: record.overview,
            exchanges: record.exchanges.kept.map { ShownExchange($0, hiding: record.masker) },
            omitted: record.exchanges.omitted
        )
    }

    private var newestFirst: [ExecutionRecord] {
        state.withLock { state in
            (0..<state.count).compactMap { state.records[(state.next - 1 - $0 + 2 * capacity) % capacity] }
        }
    }
}
