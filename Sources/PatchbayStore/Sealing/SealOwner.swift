/// The place a sealed value is at, which is authenticated with it: moved to another row, table or column, or with its row
/// given to another app, it does not open.
enum SealOwner: Sendable {
    /// A connection.
    case connection(id: String, app: String, spec: String)
    /// A waiting authorization: the hashes it is found by, and the connection it is for.
    case flow(state: [UInt8], correlation: [UInt8]?, id: String, app: String, spec: String)
    /// The installation parameters of a connection spec.
    case installation(InstallationPlace)
    /// The store itself: the key that hashes what is looked up.
    case lookup

    /// A connection as it is stored.
    static func connection(_ record: ConnectionRecord) -> SealOwner {
        .connection(id: record.id, app: record.app, spec: record.connection)
    }

    /// What the value is authenticated with.
    var contentLabel: [UInt8] { label(of: "content") }

    /// What the value's own key is authenticated with.
    var keyLabel: [UInt8] { label(of: "key") }

    private func label(of column: String) -> [UInt8] {
        var label = Array("patchbay sealed ".utf8)
        for part in [Array(column.utf8)] + parts {
            // Its length in front keeps a part apart from the next, whatever is in it.
            label += part.map { Array("\($0.count):".utf8) + $0 } ?? Array("-".utf8)
            label += Array(",".utf8)
        }
        return label
    }

    private var parts: [[UInt8]?] {
        switch self {
        case .connection(let id, let app, let spec):
            [Array("connection".utf8), Array(id.utf8), Array(app.utf8), Array(spec.utf8)]
        case .flow(let state, let correlation, let id, let app, let spec):
            [Array("flow".utf8), state, correlation, Array(id.utf8), Array(app.utf8), Array(spec.utf8)]
        case .installation(let place):
            [Array("installation".utf8), Array(place.app.utf8), Array(place.connection.utf8)]
        case .lookup: [Array("lookup".utf8)]
        }
    }
}
