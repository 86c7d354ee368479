import PatchbayAuth

extension PlatformError {
    /// The same error without the call's secrets in its message: services like to echo what they were sent.
    func masked(by secrets: SecretTexts) -> PlatformError {
        guard !secrets.isEmpty else { return self }
        var masked = self
        masked.message = secrets.masked(message)
        return masked
    }
}
