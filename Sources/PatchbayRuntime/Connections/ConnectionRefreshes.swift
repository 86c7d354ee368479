import PatchbayStore
import PatchbayText

/// Lets one refresh of a connection run at a time; whoever asks meanwhile waits for it and shares its outcome.
actor ConnectionRefreshes {
    private var running: [ExactText: Task<ConnectionRecord?, any Error>] = [:]

    /// Joins the refresh that is under way for a connection, or starts one.
    ///
    /// It goes on to its end even if whoever started it no longer waits: a credential that replaces another must not be
    /// lost halfway.
    ///
    /// - Parameters:
    ///   - id: The connection's id.
    ///   - refresh: Refreshes it.
    /// - Returns: The connection afterwards; `nil` when there was no way to refresh it.
    func share(
        _ id: String,
        _ refresh: @escaping @Sendable () async throws -> ConnectionRecord?
    ) async throws -> ConnectionRecord? {
        let id = ExactText(id)
        if let task = running[id] { return try await task.value }
        let task = Task { try await refresh() }
        running[id] = task
        defer { running[id] = nil }
        return try await task.value
    }

    /// What becomes of the refresh of a connection that is under way; `nil` when none is.
    func outcome(of id: String) async throws -> ConnectionRecord? {
        try await running[ExactText(id)]?.value
    }

    /// Ends the refreshes that still wait for something, and waits until what came back is stored.
    func end() async {
        for task in running.values { task.cancel() }
        for task in running.values { _ = try? await task.value }
    }
}
