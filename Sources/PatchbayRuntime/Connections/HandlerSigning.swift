import PatchbayAuth

extension AuthenticationHandler {
    /// Who signs a request that holds a key, when this handler owns the connection it is sent for.
    ///
    /// A handler that has the key at the root of its specs decides about it, signing or not; for any other key the
    /// registry does.
    func signer(forKey key: String, in registry: HandlerRegistry) -> (any AuthenticationHandler)? {
        if signingKey == key { return self }
        return rootKeys.contains(key) ? nil : registry.signer(forKey: key)
    }
}
