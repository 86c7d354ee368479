/// What the bundle reader has to know of an authentication type, told by whoever has the handlers.
///
/// The reader names no type itself: it asks which directives a spec of some shape may hold, merges the root objects into
/// each, and reports what does not belong.
package struct ConnectionSpecKind: Sendable {
    /// A directive a spec of the kind may hold.
    package struct DirectiveRule: Sendable {
        /// The key in the spec.
        package var name: String
        /// Keys of its request (or `response.…`) that mean nothing in it.
        package var refusedKeys: Set<String>
        /// Whether the user's browser goes there: its `response` reads the query of the way back.
        package var opensInBrowser: Bool

        /// Describes a directive.
        package init(name: String, refusedKeys: Set<String> = [], opensInBrowser: Bool = false) {
            self.name = name
            self.refusedKeys = refusedKeys
            self.opensInBrowser = opensInBrowser
        }
    }

    /// The handler's name.
    package var name: String
    /// The directives; empty when the spec is itself a request.
    package var directives: [DirectiveRule]
    /// The keys a spec may hold at its root beside the directives, each merged into every directive.
    package var rootKeys: Set<String>

    /// Describes a kind.
    package init(name: String, directives: [DirectiveRule] = [], rootKeys: Set<String> = []) {
        self.name = name
        self.directives = directives
        self.rootKeys = rootKeys
    }
}

/// The authentication types a bundle is read for.
package struct ConnectionSpecCatalog: Sendable {
    /// Finds the kind of a spec by whether it is an array and by its root keys; `nil` when nobody knows such a spec.
    package var kind: @Sendable (_ isArray: Bool, _ keys: Set<String>) -> ConnectionSpecKind?
    /// The keys of a request that handlers sign with, such as `oauth`.
    package var signingKeys: Set<String>

    /// Makes a catalog.
    package init(
        signingKeys: Set<String>,
        kind: @escaping @Sendable (_ isArray: Bool, _ keys: Set<String>) -> ConnectionSpecKind?
    ) {
        self.signingKeys = signingKeys
        self.kind = kind
    }
}
