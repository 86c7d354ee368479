import PatchbayStore

/// Seals the store under a new key: what `patchbay keys rotate` does.
package enum KeyRotation {
    /// Rotates and says how much was sealed anew.
    ///
    /// Nothing is made where there is no store: the directory's name was mistyped, most likely.
    ///
    /// - Throws: ``CommandFailure``, ``SetupError`` or ``StoreError``.
    package static func perform(
        _ given: GivenSettings,
        environment: [String: String],
        terminal: Terminal
    ) async throws {
        guard given[.url] == nil else {
            throw CommandFailure("keys are rotated on the host's own machine, without --url", exitCode: .usage)
        }
        let data = try HostSettings(given).data
        guard SQLiteStore.isMade(in: data) else {
            throw SetupError("there is no store in '\(data)'; name the directory of a host's data with --data")
        }
        let count = try await CommandHost.with(given, environment: environment, needsApps: false) { host in
            try await host.local?.rotateKeys() ?? 0
        }
        terminal.print("\(count) sealed \(count == 1 ? "entry is" : "entries are") under the new key.")
    }
}
