import IML
import PatchbayRuntime

/// How the API writes connections: names of what is stored, never the values.
enum ConnectionJSON {
    /// Every connection.
    static let connections = Representation<[ConnectionSummary]>(
        "Connections",
        [.list("connections", of: connection) { $0 }]
    )

    /// A connection.
    static let connection = Representation<ConnectionSummary>(
        "Connection",
        [
            .text("id") { $0.id },
            .text("app") { $0.app },
            .text("connection") { $0.connection },
            .text("name") { $0.name },
            .always("status", .oneOf(["pending", "valid", "expired", "broken", "damaged"])) { .text($0.status) },
            .text("reason", ifAny: { $0.reason }),
            .text("refusal", ifAny: { $0.refusal }),
            .text("authorizeUrl", ifAny: { $0.authorizeURL }),
            .ifAny("wantsVerifier", .boolean) { $0.authorizeURL == nil ? .undefined : .bool($0.wantsVerifier) },
            .ifAny("metadata", .anything) { $0.metadata.isMissing ? .undefined : $0.metadata },
            .text("uid", ifAny: { $0.uid }),
            .ifAny("expires", .string.with("format", "date-time")) { $0.expires.map(Value.date) ?? .undefined },
            .ifAny("scopes", .list(of: .string)) {
                $0.scopes.isEmpty ? .undefined : .array($0.scopes.map(Value.text))
            },
            .texts("dataKeys") { $0.dataKeys },
            .always("createdAt", .string.with("format", "date-time")) { .date($0.createdAt) },
            .always("updatedAt", .string.with("format", "date-time")) { .date($0.updatedAt) },
        ]
    )
}
