public import IML
public import PatchbayAuth

/// A request's `oauth` object: who signs, with what, and how.
public struct OAuth1Credentials: Sendable {
    /// What becomes of `oauth_body_hash`.
    public enum BodyHash: Sendable, Equatable {
        /// It is not sent.
        case none
        /// It is computed, unless the body is a form.
        case computed
        /// It is sent as given.
        case given(String)
    }

    /// `oauth_consumer_key`.
    public var consumerKey: String
    /// The secret that belongs to it; empty when there is none.
    public var consumerSecret: Secret
    /// The client's RSA key as PEM.
    public var privateKey: Secret?
    /// `oauth_token`; `nil` leaves it out.
    public var token: String?
    /// The secret that belongs to it; empty when there is none.
    public var tokenSecret: Secret
    /// `oauth_verifier`; `nil` leaves it out.
    public var verifier: String?
    /// `oauth_callback`; `nil` leaves it out.
    public var callback: String?
    /// How the signature is computed.
    public var method: SignatureMethod
    /// Where the parameters go.
    public var transport: ParameterTransport
    /// What becomes of `oauth_body_hash`.
    public var bodyHash: BodyHash
    /// The header's `realm`.
    public var realm: String?
    /// A fixed timestamp instead of the current time.
    public var timestamp: String?
    /// A fixed nonce instead of a random one.
    public var nonce: String?
    /// `oauth_version`, `1.0`; `nil` leaves it out.
    public var version: String?
    /// Whether PLAINTEXT may go over a connection that is not encrypted.
    public var allowsInsecure: Bool

    /// Reads an evaluated `oauth` object.
    ///
    /// - Throws: `InvalidConfigurationError` that names the entry and what it may be.
    public init(_ object: Value) throws(PlatformError) {
        guard case .collection(let fields) = object else {
            throw Self.invalid("oauth", "oauth has to be an object with a consumer_key, not \(object.typeName).")
        }
        consumerKey = try Self.consumerKey(fields)
        consumerSecret = Secret(Self.text(fields, "consumer_secret") ?? "")
        privateKey = Self.text(fields, "private_key").map(Secret.init)
        token = Self.text(fields, "token")
        tokenSecret = Secret(Self.text(fields, "token_secret") ?? "")
        verifier = Self.text(fields, "verifier")
        callback = Self.text(fields, "callback")
        method = try Self.choice(fields, "signature_method", .hmacSHA1)
        transport = try Self.choice(fields, "transport_method", .header)
        bodyHash = Self.bodyHash(fields[valueOf: "body_hash"])
        realm = Self.text(fields, "realm")
        timestamp = try Self.timestamp(fields)
        nonce = Self.text(fields, "nonce")
        version = try Self.version(fields[valueOf: "version"])
        allowsInsecure = fields[valueOf: "allow_insecure"].isTruthy
    }

    /// What the signature is made with where it needs a private key.
    ///
    /// Services' older specs put the PEM into `consumer_secret`; it counts where there is no `private_key`.
    var signingKey: Secret? {
        privateKey ?? (consumerSecret.reveal().contains("-----BEGIN") ? consumerSecret : nil)
    }
}

// MARK: - Reading entries

extension OAuth1Credentials {
    private static func text(_ fields: Fields, _ key: String) -> String? {
        let value = fields[valueOf: key]
        return value.isEmpty ? nil : value.text
    }

    private static func consumerKey(_ fields: Fields) throws(PlatformError) -> String {
        if let key = text(fields, "consumer_key") { return key }
        throw invalid(
            "oauth.consumer_key",
            "oauth.consumer_key is empty. Fill the connection's consumer key, or set it in the common data."
        )
    }

    private static func choice<Choice>(
        _ fields: Fields,
        _ key: String,
        _ fallback: Choice
    ) throws(PlatformError) -> Choice where Choice: RawRepresentable<String> & CaseIterable {
        guard let text = text(fields, key) else { return fallback }
        if let choice = Choice(rawValue: text) { return choice }
        let choices = Choice.allCases.map(\.rawValue).joined(separator: ", ")
        throw invalid("oauth.\(key)", "oauth.\(key) is '\(text)'; it has to be one of \(choices).")
    }

    private static func bodyHash(_ value: Value) -> BodyHash {
        switch value {
        case .bool(let isComputed): isComputed ? .computed : .none
        case let value: value.isEmpty ? .none : .given(value.text)
        }
    }

    /// Section 3.3: a positive number of seconds.
    private static func timestamp(_ fields: Fields) throws(PlatformError) -> String? {
        let text =
            switch fields[valueOf: "timestamp"] {
            case .date(let date): String(date.millisecondsSinceEpoch / 1_000)
            case let value: value.isEmpty ? nil : value.text
            }
        guard let text else { return nil }
        if text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) { return text }
        throw invalid("oauth.timestamp", "oauth.timestamp is '\(text)'; it has to be whole seconds since 1970.")
    }

    /// Section 3.1: optional, and if present exactly `1.0`.
    private static func version(_ value: Value) throws(PlatformError) -> String? {
        switch value {
        case .bool(let isSent): return isSent ? "1.0" : nil
        case let value where value.isEmpty || value.text == "1.0" || value.text == "1": return "1.0"
        default:
            throw invalid(
                "oauth.version",
                "oauth.version is '\(value.text)'; it has to be \"1.0\", or false to leave oauth_version out."
            )
        }
    }

    private static func invalid(_ path: String, _ message: String) -> PlatformError {
        PlatformError(.invalidConfigurationError, message, path: path)
    }
}
