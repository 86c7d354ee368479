package import IML

/// Keeps connections.
///
/// A change is kept for good when its method returns: it survives the end of the process in any form. Every method may
/// throw ``StoreError``; those that change a connection throw ``StoreError/Kind/unknownConnection`` when it is gone, and
/// those that take its id ``StoreError/Kind/corrupt`` when its entry was altered or damaged. Such a one can be deleted.
package protocol ConnectionStore: Sendable {
    /// The connections a filter chooses, the oldest first.
    ///
    /// One whose entry in the store was altered or damaged is among them as ``ConnectionStatus/damaged``.
    func connections(matching filter: ConnectionFilter) async throws -> [ConnectionRecord]

    /// The connection of an id; `nil` when there is none.
    ///
    /// Every module call asks for its connection, so an answer from memory is welcome if it is as good as the stored one.
    func connection(_ id: String) async throws -> ConnectionRecord?

    /// Adds a connection.
    ///
    /// - Returns: The connection as stored.
    /// - Throws: ``StoreError/Kind/duplicateConnection`` when its id is taken.
    @discardableResult
    func insert(_ record: ConnectionRecord) async throws -> ConnectionRecord

    /// Changes a connection, on its latest state and all at once.
    ///
    /// - Parameters:
    ///   - id: The connection's id.
    ///   - change: Changes the connection; it may run on any thread, must be quick, and keeps nothing when it throws.
    /// - Returns: The connection as stored.
    @discardableResult
    func update(
        _ id: String,
        _ change: @escaping @Sendable (inout ConnectionRecord) throws -> Void
    ) async throws -> ConnectionRecord

    /// Deletes a connection with the authorizations that wait for it; one that is not there is no error.
    func delete(_ id: String) async throws
}

extension ConnectionStore {
    /// Gives a connection another name.
    ///
    /// - Returns: The connection as stored.
    @discardableResult
    package func rename(_ id: String, to name: String) async throws -> ConnectionRecord {
        try await update(id) { $0.name = name }
    }

    /// Puts entries over a connection's data; undefined ones keep what is there.
    ///
    /// - Returns: The connection as stored.
    @discardableResult
    package func merge(_ entries: Fields, into id: String) async throws -> ConnectionRecord {
        try await update(id) { $0.data.merge(entries) }
    }

    /// Marks a connection as one that no longer works, unless it has got other data meanwhile.
    ///
    /// - Parameters:
    ///   - id: The connection's id.
    ///   - data: What it held when it no longer worked.
    ///   - reason: Why, for people.
    /// - Returns: The connection as stored.
    @discardableResult
    package func markBroken(_ id: String, holding data: ConnectionData, reason: String) async throws -> ConnectionRecord
    {
        try await update(id) { record in
            guard record.data.reveal() == data.reveal() else { return }
            record.status = .broken
            record.reason = reason
        }
    }
}
