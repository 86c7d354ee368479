import IML
import PatchbayAuth

/// A request's `digest` object.
struct DigestCredentials: Sendable {
    let username: String
    let password: Secret

    /// Reads an evaluated `digest` object.
    ///
    /// - Throws: `InvalidConfigurationError` when there is no username.
    init(_ object: Value) throws(PlatformError) {
        guard !object["username"].isEmpty else {
            throw PlatformError(
                .invalidConfigurationError,
                "digest.username is empty; a digest object is {username, password}.",
                path: "digest.username"
            )
        }
        username = object["username"].text
        password = Secret(object["password"].text)
    }
}
