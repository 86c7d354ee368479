/// The kinds of files a bundle consists of, each with what it may hold.
package enum FileKind: String, Sendable, CaseIterable {
    case manifest
    case metadata
    case base
    case common
    case connection
    case module
    case trigger
    case epoch
    case instantTrigger = "instant-trigger"
    case responder
    case rpc
    case webhook
    case attach
    case detach
    case update
    case scope
    case scopeList = "scope-list"
    case install
    case parameters
    case interface
    case samples
    case groups

    /// What the file's value may be.
    ///
    /// A connection's is one request or several; the authentication types say which directives and objects it may hold
    /// instead.
    package var shape: Shape {
        switch self {
        case .manifest: ManifestShapes.manifest
        case .metadata: ManifestShapes.metadata
        case .base, .connection, .module, .trigger, .rpc, .attach, .detach, .update:
            RequestShapes.requests(of: self)
        case .epoch, .instantTrigger: .object(RequestShapes.request(of: self))
        case .responder: .object(RequestShapes.responder)
        case .webhook: .object(WebhookShapes.incoming)
        case .common, .install: .object(ObjectShape(others: .names(.any)))
        case .scope: .either([.text, .list(.text)], called: "a text or an array of texts")
        case .scopeList: .object(ObjectShape(others: .names(.scalar)))
        case .parameters, .interface: .named(.parameters)
        case .samples:
            .either([.object(ObjectShape(others: .names(.any))), .list(.any), .reference], called: "an object")
        case .groups: ManifestShapes.groups
        }
    }

    /// Whether a value of a wrong kind keeps what the file belongs to from running.
    ///
    /// What only describes a form or an output is left aside where it is wrong.
    package var isStrict: Bool {
        switch self {
        case .manifest, .metadata, .scopeList, .parameters, .interface, .samples, .groups: false
        default: true
        }
    }
}
