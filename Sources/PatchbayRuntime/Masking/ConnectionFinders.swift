import IML
import PatchbayBundle
import PatchbayStore
import PatchbayText
import Synchronization

/// What finds the secrets of connections: prepared when a connection changes, shared by its calls until it does again.
final class ConnectionFinders: Sendable {
    private struct Entry {
        let subject: ConnectionSession.Subject
        let data: Fields
        let finder: SecretFinder

        /// Whether it is one of a connection as it is now, of the app as it is now.
        func holds(_ subject: ConnectionSession.Subject, _ data: Fields) -> Bool {
            self.subject.app === subject.app && self.subject.definition.name == subject.definition.name
                && self.data == data && self.subject.installation.secrets == subject.installation.secrets
        }
    }

    private let entries: Mutex<BoundedCache<String, Entry>>
    private let mostBytes: Int

    /// About how many bytes a finder takes for each byte of a secret.
    private static let bytesPerByte = 12

    /// Starts with none.
    ///
    /// - Parameter mostBytes: How much memory they may take together, about.
    init(mostBytes: Int = 64 << 20) {
        self.mostBytes = mostBytes
        entries = Mutex(BoundedCache(capacity: .max, mostCost: mostBytes))
    }

    /// What finds the secrets of a connection that holds some data.
    ///
    /// - Parameters:
    ///   - id: The connection's id.
    ///   - subject: Its spec.
    ///   - data: Its data, as far as it is stored.
    func finder(of id: String, _ subject: ConnectionSession.Subject, _ data: Fields) -> SecretFinder {
        if let entry = entries.withLock({ $0.value(for: id) }), entry.holds(subject, data) { return entry.finder }
        let footprint = Value.collection(data).footprint(upTo: mostBytes)
        let finder = SecretFinder(cost: footprint) { SecretTexts(subject, data: [data]) }
        let entry = Entry(subject: subject, data: data, finder: finder)
        entries.withLock { $0.keep(entry, for: id, cost: footprint * Self.bytesPerByte) }
        return finder
    }
}
