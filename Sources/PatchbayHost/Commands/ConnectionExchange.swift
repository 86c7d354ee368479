import Foundation
import IML
import PatchbayAuth
import PatchbayBundle
import PatchbayRuntime
import PatchbayStore

/// Takes connections from one store to another in a file sealed under a passphrase: what `patchbay connections export`
/// and `import` do.
package struct ConnectionExchange: Sendable {
    private let store: SQLiteStore
    private let host: CommandHost
    private let terminal: Terminal

    /// Works on a host's store.
    ///
    /// - Throws: ``CommandFailure`` for a host that is not in this process.
    package init(_ host: CommandHost, terminal: Terminal) throws(CommandFailure) {
        guard let local = host.local else {
            throw CommandFailure(
                "connections are exported and imported on the host's own machine, without --url",
                exitCode: .usage
            )
        }
        store = local.store
        self.host = host
        self.terminal = terminal
    }

    /// Writes connections.
    ///
    /// - Parameters:
    ///   - ids: Which ones; empty for all.
    ///   - file: The file to make, which must not be there yet; `nil` for the standard output.
    ///   - passphrase: Where the passphrase is.
    ///   - environment: The process's environment.
    package func export(
        _ ids: [String],
        to file: String?,
        _ passphrase: PassphraseSource,
        environment: [String: String]
    ) async throws {
        let secret = try passphrase.read(environment)
        var records: [ConnectionRecord] = []
        for id in ids {
            guard let record = try await store.connection(id) else {
                throw CommandFailure("there is no connection '\(id)'")
            }
            records.append(record)
        }
        if ids.isEmpty { records = try await store.connections(matching: ConnectionFilter()) }
        let damaged = records.filter { $0.status == .damaged }.map { $0.id }
        records.removeAll { $0.status == .damaged }
        let document = try translating { () throws(StoreError) in try ConnectionArchive(records).sealed(under: secret) }
        if let file { try OwnersFile.create(file, document) } else { terminal.output(document) }
        terminal.complain("Exported \(Self.count(records.count)).")
        if !damaged.isEmpty { throw Self.damage(damaged) }
    }

    /// Reads connections and says what became of each.
    ///
    /// - Parameters:
    ///   - file: The file, `-` for the standard input.
    ///   - replaces: Whether connections that are there already are replaced.
    package func `import`(
        _ file: String,
        replaces: Bool,
        _ passphrase: PassphraseSource,
        environment: [String: String]
    ) async throws {
        let document = try CommandInput.bytes(file)
        let secret = try passphrase.read(environment)
        let archive = try translating { () throws(StoreError) in
            try ConnectionArchive(document: document, passphrase: secret)
        }
        let outcome = try await store.take(archive, replaces: replaces)
        for (word, ids) in [("added", outcome.added), ("replaced", outcome.replaced), ("kept", outcome.kept)] {
            for id in ids { terminal.print("\(id)\t\(word)") }
        }
        let apps = Set(archive.connections.map { $0.app })
        for app in apps.sorted() where host.local?.library.catalog[app] == nil {
            terminal.complain("There is no app '\(app)' here yet; its connections wait for it.")
        }
        if !outcome.kept.isEmpty { terminal.complain("Those kept are here already; --replace takes the file's.") }
    }

    private static func damage(_ ids: [String]) -> CommandFailure {
        CommandFailure("altered or damaged in the store, and not exported: \(ids.joined(separator: ", "))")
    }

    private func translating<Result>(_ body: () throws(StoreError) -> Result) throws(CommandFailure) -> Result {
        do { return try body() } catch { throw CommandFailure(error.description) }
    }

    private static func count(_ number: Int) -> String { number == 1 ? "1 connection" : "\(number) connections" }
}

/// Where a passphrase is; never on the command line itself.
package struct PassphraseSource: Sendable {
    /// A file whose first line it is.
    package var file: String?
    /// The environment's variable that holds it.
    package var variable: String?

    /// Says where it is.
    package init(file: String?, variable: String?) {
        self.file = file
        self.variable = variable
    }

    /// The passphrase.
    ///
    /// - Throws: ``CommandFailure`` unless exactly one place is named and holds one.
    func read(_ environment: [String: String]) throws(CommandFailure) -> Secret {
        switch (file, variable) {
        case (let file?, nil):
            let line = try CommandInput.bytes(file).prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
            return Secret(String(decoding: line, as: UTF8.self))
        case (nil, let name?):
            guard let text = environment[name] else {
                throw CommandFailure("--passphrase-env: there is no variable '\(name)'", exitCode: .usage)
            }
            return Secret(text)
        default:
            throw CommandFailure(
                "name the passphrase's place with --passphrase-file FILE or --passphrase-env NAME",
                exitCode: .usage
            )
        }
    }
}
