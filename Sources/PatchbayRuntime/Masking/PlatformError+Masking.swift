import PatchbayAuth

extension PlatformError {
    /// The same error without the call's secrets in its message and path: services like to echo what they were sent, and
    /// keys may be templates.
    func masked(by secrets: SecretTexts) -> PlatformError {
        guard !secrets.isEmpty else { return self }
        var masked = self
        masked.message = secrets.masked(message)
        masked.path = path.map(secrets.masked)
        return masked
    }
}
