import IML
import PatchbayStore

/// What a connection is becoming while its directives run; nothing of it counts before it is stored.
struct ConnectionDraft: Sendable {
    /// What the user entered and what directives added.
    var data: Fields
    /// What stands in its place until it counts; a service may still speak of it.
    var replaced: Fields = [:]
    /// What the directives share.
    var temp: Value = .collection([:])
    /// What people recognise the connection by.
    var metadata: Value = .undefined
    /// Whom it belongs to at the service.
    var uid: String?
    /// When the authorization ends.
    var expires: Timestamp?
    /// The scopes that were granted; before that, those wanted beside the spec's default ones.
    var scopes: [String] = []
    /// What templates of its spec read as `environment`, over the host's own.
    var environment: Fields = [:]

    /// Starts from what a user entered.
    init(data: Fields) {
        self.data = data
    }

    /// Puts entries over the data; undefined ones keep what is there.
    mutating func merge(_ entries: Fields) {
        for (key, value) in entries where value != .undefined { data[key] = value }
    }
}
