import IML
import PatchbayRuntime

extension Value {
    /// A connection as the API shows it: names of what is stored, never the values.
    init(connection: ConnectionSummary) {
        var fields: Fields = [
            "id": .text(connection.id),
            "app": .text(connection.app),
            "connection": .text(connection.connection),
            "name": .text(connection.name),
            "status": .text(connection.status),
        ]
        if let reason = connection.reason { fields["reason"] = .text(reason) }
        if let refusal = connection.refusal { fields["refusal"] = .text(refusal) }
        if let address = connection.authorizeURL {
            fields["authorizeUrl"] = .text(address)
            fields["wantsVerifier"] = .bool(connection.wantsVerifier)
        }
        if !connection.metadata.isMissing { fields["metadata"] = connection.metadata }
        if let uid = connection.uid { fields["uid"] = .text(uid) }
        if let expires = connection.expires { fields["expires"] = .date(expires) }
        if !connection.scopes.isEmpty { fields["scopes"] = .array(connection.scopes.map(Value.text)) }
        fields["dataKeys"] = .array(connection.dataKeys.map(Value.text))
        fields["createdAt"] = .date(connection.createdAt)
        fields["updatedAt"] = .date(connection.updatedAt)
        self = .collection(fields)
    }
}
