/// Seals the store under a new key: what `patchbay keys rotate` does.
package enum KeyRotation {
    /// Rotates and says how much was sealed anew.
    package static func perform(on host: CommandHost, terminal: Terminal) async throws {
        guard let local = host.local else {
            throw CommandFailure("keys are rotated on the host's own machine, without --url", exitCode: .usage)
        }
        let count = try await local.rotateKeys()
        terminal.print("\(count) sealed \(count == 1 ? "entry is" : "entries are") under the new key.")
    }
}
