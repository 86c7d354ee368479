public import IML
public import PatchbayAuth
import PatchbayTransport

/// A host's side of an authorization that goes as a test says: it answers directives from a list and writes down what the
/// handler asks for.
///
/// Every directive of the shape is answered with an empty 200 unless ``answers`` has something for it.
public actor ScriptedSession: AuthorizationSession {
    /// The outline of the spec.
    public nonisolated let shape: SpecShape
    /// The callback with this flow's state.
    public nonisolated let callbackURL = "https://patchbay.example/oauth/cb/app?state=s-1"
    /// This flow's state.
    public nonisolated let flowState: String? = "s-1"
    /// 14 November 2023, 22:13:20 UTC.
    public nonisolated let now = 1_700_000_000.0

    private let answers: [String: Answer]
    private let destinations: [String: BrowserDestination]
    private let roots: [String: Value]
    private let conditions: [String: Bool]

    /// What was asked for, in order: `perform token`, `accept authorize`.
    public private(set) var journal: [String] = []
    /// The connection's data.
    public private(set) var data: Fields
    /// What templates may read under `oauth`.
    public private(set) var offered: Fields = [:]
    /// The query each accepted directive read.
    public private(set) var accepted: [String: Fields] = [:]
    /// What was asked for specially, by directive.
    public private(set) var options: [String: DirectiveOptions] = [:]

    /// How the service answers a directive.
    public enum Answer: Sendable {
        /// With a body; the entries go into the connection's data, as `response.data` would have it.
        case body(String, type: String = "application/x-www-form-urlencoded", data: Fields = [:])
        /// So that the directive fails.
        case failure(PlatformError)
    }

    /// Opens a session.
    ///
    /// - Parameters:
    ///   - keys: The keys at the root of the spec.
    ///   - isArray: Whether the spec is an array of requests.
    ///   - answers: What the service answers, by directive; the spec's own requests are named ``ownRequests``.
    ///   - destinations: Where directives send the browser, and their evaluated signing objects.
    ///   - roots: The evaluated objects at the root of the spec.
    ///   - conditions: Whether the `condition` of a directive holds.
    ///   - data: The connection's data.
    public init(
        keys: Set<String>,
        isArray: Bool = false,
        answers: [String: Answer] = [:],
        destinations: [String: BrowserDestination] = [:],
        roots: [String: Value] = [:],
        conditions: [String: Bool] = [:],
        data: Fields = [:]
    ) {
        shape = SpecShape(isArray: isArray, keys: keys)
        self.answers = answers
        self.destinations = destinations
        self.roots = roots
        self.conditions = conditions
        self.data = data
    }

    /// The name in ``journal`` and in the answers for a spec that is a request itself.
    public static let ownRequests = "requests"

    /// Answers a directive as the script says; one that the spec does not have is not sent.
    public func perform(_ directive: String?, options: DirectiveOptions) throws -> DirectiveAnswer? {
        let name = directive ?? Self.ownRequests
        if let directive, !shape.has(directive) { return nil }
        journal.append("perform \(name)")
        self.options[name] = options
        switch answers[name] {
        case .failure(let error): throw error
        case .body(let text, let type, let entries):
            data.merge(entries)
            let bytes = Array(text.utf8)
            let body = type.hasSuffix("json") ? try Value(json: bytes) : .text(text)
            return DirectiveAnswer(statusCode: 200, headers: ["Content-Type": type], body: body, bytes: bytes)
        case nil:
            return DirectiveAnswer(statusCode: 200, headers: [:], body: .undefined, bytes: [])
        }
    }

    /// Writes down what templates may read.
    public func offer(_ entries: Fields) {
        offered.merge(entries)
    }

    /// The scripted destination of a directive.
    public func destination(of directive: String) throws -> BrowserDestination {
        if let destination = destinations[directive] { return destination }
        return BrowserDestination(
            url: "https://service.example/\(directive)",
            credentials: roots["oauth"] ?? .undefined
        )
    }

    /// Writes down what the callback brought.
    public func accept(_ directive: String, query: Fields) {
        journal.append("accept \(directive)")
        accepted[directive] = query
    }

    /// The scripted object at the root of the spec.
    public func rootObject(_ key: String) -> Value {
        roots[key] ?? .undefined
    }

    /// One entry of the connection's data.
    public func data(_ key: String) -> Value {
        data[valueOf: key]
    }

    /// Puts entries into the connection's data.
    public func store(_ entries: Fields) {
        data.merge(entries)
    }

    /// Whether the scripted condition of a directive holds.
    public func condition(of directive: String) -> Bool? {
        conditions[directive]
    }
}
