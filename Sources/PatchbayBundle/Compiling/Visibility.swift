import PatchbayText

/// The variables a template may start from, where it stands.
struct Visibility {
    /// Whose spec it is.
    enum Side {
        case connection
        case module
        /// A module that a webhook feeds.
        case instantTrigger
        case rpc
        /// The requests of a webhook: attach, detach, update.
        case webhook
        /// What a webhook does with a call that comes in.
        case incoming
    }

    let side: Side
    private(set) var names: Set<String>

    private init(side: Side, names: Set<String>) {
        self.side = side
        self.names = names
    }

    /// What every template of a side sees.
    init(_ side: Side) {
        self.side = side
        names = [
            "parameters", "connection", "common", "temp", "environment", "metadata", "scenario", "executionId",
            "now", "timestamp", "uuid", "random", "pi",
        ]
        switch side {
        case .connection: names.formUnion(["data", "oauth"])
        case .module: names.formUnion(["data", "payload", "pagination"])
        case .instantTrigger, .rpc: names.formUnion(["data", "webhook", "payload", "pagination"])
        case .webhook: names.formUnion(["webhook"])
        case .incoming: names.formUnion(["webhook", "body", "headers", "query", "method", "rawBody", "url"])
        }
    }

    /// Whether the base is merged under the spec.
    var takesBase: Bool {
        switch side {
        case .module, .instantTrigger, .rpc: true
        case .connection, .webhook, .incoming: false
        }
    }

    /// These and some more.
    func adding(_ more: String...) -> Visibility {
        Visibility(side: side, names: names.union(more))
    }

    /// What is known once there is an answer.
    var withAnswer: Visibility { adding("body", "headers", "statusCode") }

    /// What is known while the items of an answer are gone through, and after.
    var withItem: Visibility { adding("item", "iterate") }

    /// Why a template cannot start from a name here; `nil` when it can.
    func objection(to name: String) -> String? {
        // No variable has so long a name, and to look one up takes the square of its length.
        guard name.utf8.count <= Self.longestName else { return "There is no variable `\(name)`" }
        if names.contains(name) { return nil }
        if let hint = Self.hints[name] { return "`\(name)` is not known here: \(hint)" }
        let near = NearestName.ending(for: name, among: names)
        return "There is no variable `\(name)`\(near)"
    }

    private static let longestName = 100

    private static let hints = [
        "body": "it is the body of the answer, for `response` and `pagination`; a later request reads it from `temp`",
        "headers": "they are the headers of the answer, for `response` and `pagination`",
        "statusCode": "it is the status of the answer, for `response` and `pagination`",
        "item": "it is the element `iterate` goes through, for `output`, `iterate.condition` and `pagination`",
        "iterate": "it belongs to `iterate`, for `output` and `pagination`",
        "output": "it is what the items became, for `wrapper`",
        "query":
            "it is the query of a call that comes in, for webhooks and for the answer of an authorization's redirect",
        "method": "it is the method of a call that comes in, for webhooks",
        "oauth": "only connection specs see it",
        "pagination": "only modules and RPCs have pages",
        "data": "what `attach` kept is read as `webhook`, what the connection has as `connection`",
        "webhook": "only webhooks and the RPCs and modules they feed see it",
    ]
}
