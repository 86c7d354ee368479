import GRDB
import Synchronization

/// Connections and installation parameters that were read, opened, as long as nobody changes them.
final class ConnectionCache: Sendable {
    /// A change by another process is noticed after this long at the latest, beside the time the look itself takes.
    static let freshness: Duration = .milliseconds(25)

    /// So many connections are kept at most.
    private static let capacity = 10_000

    private struct State {
        var records: [String: ConnectionRecord] = [:]
        var installations: [InstallationPlace: ConnectionData?] = [:]
        /// Counts what makes earlier reads worthless.
        var generation = 0
        var version: Int?
        var lookedAt: ContinuousClock.Instant?

        mutating func forgetAll() {
            generation += 1
            records = [:]
            installations = [:]
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
        if isStale() { try await look() }
        return state.withLock { state in
            state.records[id].map(Answer.known) ?? .unknown(generation: state.generation)
        }
    }

    /// The installation parameters of a connection spec if they, or that there are none, are in memory.
    func answer(_ place: InstallationPlace) async throws -> Answer<ConnectionData?> {
        if isStale() { try await look() }
        return state.withLock { state in
            state.installations[place].map(Answer.known) ?? .unknown(generation: state.generation)
        }
    }

    /// Keeps a connection, unless something changed since its generation was given out.
    func keep(_ record: ConnectionRecord, generation: Int) {
        state.withLock { state in
            guard state.generation == generation else { return }
            if state.records.count >= Self.capacity { state.records = [:] }
            state.records[record.id] = record
        }
    }

    /// Keeps installation parameters, unless something changed since their generation was given out.
    func keep(_ data: ConnectionData?, of place: InstallationPlace, generation: Int) {
        state.withLock { state in
            guard state.generation == generation else { return }
            if state.installations.count >= Self.capacity { state.installations = [:] }
            state.installations[place] = .some(data)
        }
    }

    /// Forgets everything.
    func forgetAll() {
        state.withLock { $0.forgetAll() }
    }

    /// Forgets a connection this process changed.
    func forget(_ id: String) {
        state.withLock { state in
            state.generation += 1
            state.records[id] = nil
        }
    }

    private func isStale() -> Bool {
        state.withLock { state in
            let now = ContinuousClock.now
            if let last = state.lookedAt, last.duration(to: now) < Self.freshness { return false }
            state.lookedAt = now
            return true
        }
    }

    private func look() async throws {
        let version = try await watcher.read { database in
            try Int.fetchOne(database.cachedStatement(sql: "PRAGMA data_version"))
        }
        state.withLock { state in
            guard state.version != version else { return }
            state.version = version
            state.forgetAll()
        }
    }
}
