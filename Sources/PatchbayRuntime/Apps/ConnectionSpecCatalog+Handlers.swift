package import PatchbayAuth
package import PatchbayBundle

extension ConnectionSpecCatalog {
    /// Tells the bundle reader what it has to know of the authentication types a host has.
    package init(_ handlers: HandlerRegistry) {
        self.init(signingKeys: handlers.signingKeys) { isArray, keys in
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
            rootKeys: handler.rootKeys
        )
    }
}
