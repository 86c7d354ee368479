package import PatchbayAuth
package import PatchbayBundle

extension ConnectionSpecCatalog {
    /// Tells the bundle reader what it has to know of the authentication types a host has.
    package init(_ handlers: HandlerRegistry) {
        let signing = handlers.signingKeys.sorted().map { key in
            Field(key, .object(handlers.signer(forKey: key)?.optionShape ?? .entries))
        }
        self.init(signing: signing) { isArray, keys in
            handlers.handler(for: SpecShape(isArray: isArray, keys: keys)).map(ConnectionSpecKind.init)
        }
    }
}

extension ConnectionSpecKind {
    /// What a handler says about its specs.
    fileprivate init(_ handler: any AuthenticationHandler) {
        self.init(
            name: handler.name,
            directives: handler.directives.map {
                DirectiveRule(name: $0.name, refusedKeys: $0.refusedKeys, opensInBrowser: $0.opensInBrowser)
            },
            rootKeys: handler.rootKeys,
            options: handler.optionShape
        )
    }
}

extension AuthenticationHandler {
    /// What the handler's objects may hold; `nil` where it does not say.
    fileprivate var optionShape: ObjectShape? {
        if options.isEmpty { return nil }
        return ObjectShape(options.map { Field($0.name, $0.kind.shape) }, isTemplated: true)
    }
}

extension HandlerOption.Kind {
    fileprivate var shape: Shape {
        switch self {
        case .scalar: .scalar
        case .flag: .flag
        case .word(let words): .words(Shape.Words(words: words, isExact: true))
        }
    }
}
