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
    /// What the objects under these keys may hold; `nil` where the kind does not say.
    package var options: ObjectShape?

    /// Describes a kind.
    package init(
        name: String,
        directives: [DirectiveRule] = [],
        rootKeys: Set<String> = [],
        options: ObjectShape? = nil
    ) {
        self.name = name
        self.directives = directives
        self.rootKeys = rootKeys
        self.options = options
    }
}

/// The authentication types a bundle is read for.
package struct ConnectionSpecCatalog: Sendable {
    /// Finds the kind of a spec by whether it is an array and by its root keys; `nil` when nobody knows such a spec.
    package var kind: @Sendable (_ isArray: Bool, _ keys: Set<String>) -> ConnectionSpecKind?
    /// The objects of a request that handlers sign with, such as `oauth`, and what they may hold.
    package var signing: [Field]
    /// The keys of these objects.
    var signingKeys: Set<String> { Set(signing.map(\.key)) }

    /// Makes a catalog.
    package init(
        signing: [Field],
        kind: @escaping @Sendable (_ isArray: Bool, _ keys: Set<String>) -> ConnectionSpecKind?
    ) {
        self.signing = signing
        self.kind = kind
    }
}
