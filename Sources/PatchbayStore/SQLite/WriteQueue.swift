import GRDB
import Synchronization

/// Runs writes one after the other, those that wait at the same time in one transaction: one wait for the disk serves
/// them all.
///
/// A write that fails takes back what it did itself and nothing of the others. None is acknowledged before the
/// transaction is on the disk. A write whose task is cancelled still runs: a credential on its way to the disk is kept.
final class WriteQueue: Sendable {
    private struct State {
        var waiting: [QueuedWrite] = []
        var isDraining = false
    }

    private let pool: DatabasePool
    private let state = Mutex(State())

    /// So many writes share a transaction at most, so that the first of them does not wait for long.
    private static let batchSize = 256

    /// Makes a queue for a database.
    init(_ pool: DatabasePool) {
        self.pool = pool
    }

    /// Runs a write.
    ///
    /// - Returns: What it gave, once it is on the disk.
    /// - Throws: What it threw, or why the transaction failed.
    func run<Output: Sendable>(_ body: @escaping @Sendable (Database) throws -> Output) async throws -> Output {
        try await withCheckedThrowingContinuation { continuation in
            enqueue(QueuedWrite(body) { continuation.resume(with: $0) })
        }
    }

    private func enqueue(_ write: QueuedWrite) {
        let starts = state.withLock { state in
            state.waiting.append(write)
            defer { state.isDraining = true }
            return !state.isDraining
        }
        if starts { Task { await drain() } }
    }

    private func drain() async {
        while let batch = nextBatch() { await commit(batch) }
    }

    private func nextBatch() -> [QueuedWrite]? {
        state.withLock { state in
            guard !state.waiting.isEmpty else {
                state.isDraining = false
                return nil
            }
            defer { state.waiting.removeFirst(min(Self.batchSize, state.waiting.count)) }
            return Array(state.waiting.prefix(Self.batchSize))
        }
    }

    private func commit(_ batch: [QueuedWrite]) async {
        do {
            let acknowledgements = try await pool.write { database in
                try batch.map { try $0.perform(database) }
            }
            for acknowledge in acknowledgements { acknowledge() }
        } catch {
            for write in batch { write.fail(error) }
        }
    }
}

/// A write that waits for its transaction.
private struct QueuedWrite: Sendable {
    /// Runs the write.
    ///
    /// - Returns: Tells the caller how it went, to be called once the transaction is on the disk.
    /// - Throws: When the whole transaction is lost.
    let perform: @Sendable (Database) throws -> @Sendable () -> Void

    /// Tells the caller that the transaction was lost.
    let fail: @Sendable (any Error) -> Void

    init<Output: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Output,
        tell: @escaping @Sendable (Result<Output, any Error>) -> Void
    ) {
        fail = { tell(.failure($0)) }
        perform = { database in
            do {
                let output = try Self.inSavepoint(database, body)
                return { tell(.success(output)) }
            } catch {
                // Some errors, such as a full disk, make SQLite take back the whole transaction.
                guard database.isInsideTransaction else { throw error }
                return { tell(.failure(error)) }
            }
        }
    }

    private static func inSavepoint<Output>(
        _ database: Database,
        _ body: (Database) throws -> Output
    ) throws -> Output {
        var output: Output?
        try database.inSavepoint {
            output = try body(database)
            return .commit
        }
        guard let output else { throw DatabaseError(resultCode: .SQLITE_INTERNAL) }
        return output
    }
}
