import GRDB
import PatchbayText
import Synchronization

/// Connections and installation parameters that were read, opened, as long as nobody changes them.
///
/// Whether another process changed anything is looked for in the database: a caller that comes at a time takes what is in
/// memory only after a look that began ``freshness`` before it at the earliest. Callers share a look.
final class ConnectionCache: Sendable {
    /// What another process changed longer ago than this is never used.
    static let freshness: Duration = .milliseconds(25)

    /// So many connections are kept at most.
    private static let capacity = 10_000

    private struct State {
        var records = BoundedCache<ExactText, ConnectionRecord>(capacity: ConnectionCache.capacity)
        var installations = BoundedCache<InstallationPlace, ConnectionData?>(capacity: ConnectionCache.capacity)
        /// Counts what makes earlier reads worthless.
        var generation = 0
        var version: Int?
        /// When the last look that has ended began.
        var seenAt: ContinuousClock.Instant?
        /// The look that is under way.
        var look: Task<Void, any Error>?

        mutating func forgetAll() {
            generation += 1
            records.removeAll()
            installations.removeAll()
        }
    }

    private let state = Mutex(State())
    /// A connection of its own, because SQLite tells each about the commits of all the others.
    private let watcher: DatabaseQueue

    /// Opens a cache beside a store.
    init(file: String, configuration: Configuration) throws {
        var configuration = configuration
        configuration.readonly = true
        watcher = try DatabaseQueue(path: file, configuration: configuration)
    }

    /// Ends looking for other processes' changes.
    func close() throws {
        try watcher.close()
    }

    /// What a reader gets: what is stored, or the generation its own read belongs to.
    enum Answer<Stored> {
        /// What is stored.
        case known(Stored)
        /// It has to be read, and may be kept under this generation.
        case unknown(generation: Int)
    }

    /// The connection of an id if it is in memory.
    func answer(_ id: String) async throws -> Answer<ConnectionRecord> {
        try await catchUp()
        let id = ExactText(id)
        return state.withLock { state in
            state.records.value(for: id).map(Answer.known) ?? .unknown(generation: state.generation)
        }
    }

    /// The installation parameters of a connection spec if they, or that there are none, are in memory.
    func answer(_ place: InstallationPlace) async throws -> Answer<ConnectionData?> {
        try await catchUp()
        return state.withLock { state in
            state.installations.value(for: place).map(Answer.known) ?? .unknown(generation: state.generation)
        }
    }

    /// Keeps a connection, unless something changed since its generation was given out.
    func keep(_ record: ConnectionRecord, generation: Int) {
        state.withLock { state in
            guard state.generation == generation else { return }
            state.records.keep(record, for: ExactText(record.id))
        }
    }

    /// Keeps installation parameters, unless something changed since their generation was given out.
    func keep(_ data: ConnectionData?, of place: InstallationPlace, generation: Int) {
        state.withLock { state in
            guard state.generation == generation else { return }
            state.installations.keep(data, for: place)
        }
    }

    /// Forgets everything.
    func forgetAll() {
        state.withLock { $0.forgetAll() }
    }

    /// Forgets a connection this process changed.
    func forget(_ id: String) {
        let id = ExactText(id)
        state.withLock { state in
            state.generation += 1
            state.records.removeValue(for: id)
        }
    }

    /// Waits for a look that is new enough; one that is under way may be older, and then the next one counts.
    private func catchUp() async throws {
        let oldest = ContinuousClock.now - Self.freshness
        while let look = lookUnlessSeen(since: oldest) { try await look.value }
    }

    /// The look to wait for, unless one that began since a time has ended.
    private func lookUnlessSeen(since oldest: ContinuousClock.Instant) -> Task<Void, any Error>? {
        state.withLock { (state) -> Task<Void, any Error>? in
            if let seenAt = state.seenAt, seenAt >= oldest { return nil }
            if let look = state.look { return look }
            // A task of its own: whoever asked may be cancelled while others wait.
            let look = Task { try await self.look() }
            state.look = look
            return look
        }
    }

    private func look() async throws {
        let beganAt = ContinuousClock.now
        do {
            let version = try await watcher.read { database in
                try Int.fetchOne(database.cachedStatement(sql: "PRAGMA data_version"))
            }
            state.withLock { state in
                if state.version != version { state.forgetAll() }
                state.version = version
                state.seenAt = beganAt
                state.look = nil
            }
        } catch {
            state.withLock { $0.look = nil }
            throw error
        }
    }
}
