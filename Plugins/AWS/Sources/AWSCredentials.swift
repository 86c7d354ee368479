import IML
import PatchbayAuth

/// A request's `aws` object.
struct AWSCredentials: Sendable {
    /// Which signature is made.
    enum Version: Sendable {
        case v2
        case v4
    }

    /// The access key's id.
    let key: String
    /// The secret that belongs to it.
    let secret: Secret
    /// The session's token, for credentials that are lent.
    let session: Secret?
    /// The bucket a version 2 signature is about, where the address names it in its host.
    let bucket: String?
    /// Which signature is made.
    let version: Version
    /// The service's signing name; `nil` takes it from the host.
    let service: String?
    /// The service's region; `nil` takes it from the host.
    let region: String?

    /// Reads an evaluated `aws` object.
    ///
    /// - Throws: `InvalidConfigurationError` that names the entry and what it may be.
    init(_ object: Value) throws(PlatformError) {
        guard case .collection = object else {
            throw Self.invalid("aws", "aws has to be an object with a key and a secret, not \(object.typeName).")
        }
        key = try Self.required("key", of: object)
        secret = Secret(try Self.required("secret", of: object))
        session = Self.text("session", of: object).map(Secret.init)
        bucket = Self.text("bucket", of: object)
        service = Self.text("service", of: object)?.lowercased()
        region = Self.text("region", of: object)?.lowercased()
        version = try Self.version(of: object, namesScope: service != nil || region != nil)
    }

    /// Without a version the platform signs with 2; a service or a region, which only this host knows, ask for 4.
    private static func version(of object: Value, namesScope: Bool) throws(PlatformError) -> Version {
        switch text("sign_version", of: object) {
        case nil: return namesScope ? .v4 : .v2
        case "2": return .v2
        case "4": return .v4
        case let other?:
            throw invalid("aws.sign_version", "aws.sign_version is '\(other)'; it has to be 2 or 4.")
        }
    }

    private static func text(_ name: String, of object: Value) -> String? {
        object[name].isEmpty ? nil : object[name].text
    }

    private static func required(_ name: String, of object: Value) throws(PlatformError) -> String {
        if let text = text(name, of: object) { return text }
        throw invalid("aws.\(name)", "aws.\(name) is empty; a request to AWS cannot be signed without it.")
    }

    private static func invalid(_ path: String, _ message: String) -> PlatformError {
        PlatformError(.invalidConfigurationError, message, path: path)
    }
}
