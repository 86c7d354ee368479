import PatchbayText

/// The name of a variable an expression starts from, such as `body`.
///
/// The names the platform has are interned: a scope finds their values by a small number. Any other name works too and is
/// looked up by its text.
public struct Root: Sendable {
    /// The name.
    public let name: String
    /// Its place in a scope; -1 for a name that is not interned.
    let index: Int

    /// Takes a name.
    public init(_ name: String) {
        self.name = name
        index = Root.indices[ExactText(name)] ?? -1
    }

    private init(known name: String) {
        self.name = name
        index = Root.names.firstIndex(of: name) ?? -1
    }

    /// Whether the platform has a variable of this name.
    public var isKnown: Bool { index >= 0 }

    /// Every name the platform has.
    public static let names: [String] = [
        "parameters", "connection", "data", "common", "temp", "body", "headers", "statusCode", "item", "iterate",
        "output", "pagination", "query", "method", "oauth", "environment", "metadata", "scenario", "webhook", "payload",
        "error", "bundle", "rawBody", "response", "request", "url", "account", "input", "expect", "interface",
        "organization", "team", "user", "module", "trigger",
    ]

    private static let indices = Dictionary(uniqueKeysWithValues: names.enumerated().map { (ExactText($1), $0) })

    /// The input of a call, or what a user entered for a connection.
    public static let parameters = Root(known: "parameters")
    /// What a connection has stored.
    public static let connection = Root(known: "connection")
    /// What a connection has stored, or a trigger's state.
    public static let data = Root(known: "data")
    /// The common data of the app, or in a connection spec of the connection.
    public static let common = Root(known: "common")
    /// What the requests of one call share.
    public static let temp = Root(known: "temp")
    /// The body of an answer or of an incoming call.
    public static let body = Root(known: "body")
    /// The headers of an answer or of an incoming call.
    public static let headers = Root(known: "headers")
    /// The status of an answer.
    public static let statusCode = Root(known: "statusCode")
    /// The element being looked at by `iterate`.
    public static let item = Root(known: "item")
    /// The container being iterated.
    public static let iterate = Root(known: "iterate")
    /// All outputs, in `wrapper`.
    public static let output = Root(known: "output")
    /// Which page is asked for.
    public static let pagination = Root(known: "pagination")
    /// The query of an incoming call.
    public static let query = Root(known: "query")
    /// The method of an incoming call.
    public static let method = Root(known: "method")
    /// What an authorization needs to know, such as its callback.
    public static let oauth = Root(known: "oauth")
    /// What surrounds the call, such as the time zone.
    public static let environment = Root(known: "environment")
    /// The module's own description of its fields.
    public static let metadata = Root(known: "metadata")
    /// The scenario a call runs in.
    public static let scenario = Root(known: "scenario")
    /// An instance of a webhook.
    public static let webhook = Root(known: "webhook")
    /// What an instant trigger received.
    public static let payload = Root(known: "payload")
    /// An error being described.
    public static let error = Root(known: "error")
    /// A bundle being handled.
    public static let bundle = Root(known: "bundle")
    /// The body of an incoming call as it came.
    public static let rawBody = Root(known: "rawBody")
    /// An answer as a whole.
    public static let response = Root(known: "response")
    /// A request as a whole.
    public static let request = Root(known: "request")
}

extension Root: ExpressibleByStringLiteral {
    /// Takes a name.
    public init(stringLiteral value: String) {
        self.init(value)
    }
}

extension Root: Hashable {
    /// Whether two names are the same, byte for byte.
    public static func == (one: Root, other: Root) -> Bool {
        one.index == other.index && (one.isKnown || one.name.hasSameBytes(as: other.name))
    }

    /// Feeds the name into a hasher.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(ExactText(name))
    }
}
