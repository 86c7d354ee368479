public import IML
public import PatchbayAuth

/// Signs requests as Amazon Web Services and what speaks their protocol want it.
///
/// Version 4 goes into the `Authorization` header. Version 2 is S3's own header form, or the parameters of the query
/// services when `service` names one of those. No connection spec is of this kind: a request's `aws` object is enough.
public struct AWSHandler: AuthenticationHandler {
    /// Makes the handler.
    public init() {}

    /// `aws`.
    public var name: String { "aws" }

    /// What a user interface calls it.
    public var label: String { "AWS signature" }

    /// Requests with an `aws` object are signed.
    public var signingKey: String? { "aws" }

    /// The credentials and the scope of an `aws` object.
    public var options: [HandlerOption] {
        ["key", "secret", "session", "bucket", "service", "region"].map { HandlerOption($0) }
            + [HandlerOption("sign_version", .word(["2", "4"]))]
    }

    /// Owns no specs: a connection that is checked by a signed request is a basic one.
    public func recognizes(_ shape: SpecShape) -> Bool { false }

    /// Owns no specs, so there is nothing to begin.
    public func begin(_ session: any AuthorizationSession) async throws -> AuthorizationStep { .authorized }

    /// Owns no specs, so there is nothing to verify.
    public func verify(_ session: any AuthorizationSession) async throws {}

    /// Signs one attempt of a request with the service's time.
    ///
    /// - Throws: `InvalidConfigurationError` when the `aws` object does not say enough.
    public func sign(
        _ request: inout SignableRequest,
        with credentials: Value,
        context: SigningContext
    ) throws {
        try request.checkAddress()
        let address = request.address
        let credentials = try AWSCredentials(credentials)
        let seconds = (context.now + context.state.clockOffset).rounded(.down)
        switch credentials.version {
        case .v4:
            let scope = try SigningScope(credentials, address: address)
            SignatureVersion4(credentials: credentials, scope: scope, seconds: seconds).sign(&request, at: address)
        case .v2 where credentials.service.map { $0 != "s3" } ?? false:
            try QuerySignatureVersion2(credentials: credentials, seconds: seconds).sign(&request)
        case .v2:
            StorageSignatureVersion2(credentials: credentials, seconds: seconds).sign(&request, at: address)
        }
    }

    /// Learns the service's time from a refusal whose `Date` is further away than signatures may be.
    public func reconsider(_ refusal: SignedAnswer, context: SigningContext) -> SigningState? {
        guard [400, 401, 403].contains(refusal.statusCode) else { return nil }
        return refusal.correctedClock(context, tolerance: 240)
    }
}
