public import IML
public import PatchbayAuth
import PatchbayText

extension OAuth1Handler {
    /// Signs one attempt of a request, with a new nonce and the service's time.
    ///
    /// - Throws: `InvalidConfigurationError` when the `oauth` object does not say enough, when the request cannot carry
    ///   the parameters as asked, or when PLAINTEXT would show the secrets on the way.
    public func sign(
        _ request: inout SignableRequest,
        with credentials: Value,
        context: SigningContext
    ) throws {
        var own = try OAuth1Credentials(credentials)
        own.adapt(to: context)
        try checkSecrecy(of: request, own)
        let stamp = OAuth1Stamp(now: context.now + context.state.clockOffset, randomBytes: context.randomBytes)
        try OAuth1Signer(own).sign(&request, stamp: stamp)
    }

    /// Learns the service's time from a 401 whose `Date` is more than a minute away from the time that was signed.
    public func reconsider(_ refusal: SignedAnswer, context: SigningContext) -> SigningState? {
        guard refusal.statusCode == 401 else { return nil }
        return refusal.correctedClock(context, tolerance: 60)
    }

    /// RFC 5849, section 3.4.4: PLAINTEXT has no protection of its own.
    private func checkSecrecy(of request: SignableRequest, _ credentials: OAuth1Credentials) throws(PlatformError) {
        guard credentials.method == .plaintext, !credentials.allowsInsecure else { return }
        try request.checkAddress()
        guard !request.address.isEncrypted, !request.address.host.isLoopback else { return }
        throw PlatformError(
            .invalidConfigurationError,
            "PLAINTEXT sends the secrets as they are, and the address is not https. Use https or another "
                + "oauth.signature_method; \"allow_insecure\": true in oauth sends them anyway.",
            path: "oauth.signature_method"
        )
    }
}

extension OAuth1Credentials {
    /// Leaves out, or fills in, what depends on the step of an authorization.
    ///
    /// Temporary credentials are asked for by the client alone (section 2.1), with the callback; no later step has one.
    fileprivate mutating func adapt(to context: SigningContext) {
        guard let directive = context.directive else { return }
        guard directive == "requestToken" else {
            callback = nil
            return
        }
        token = nil
        tokenSecret = Secret("")
        verifier = nil
        callback = callback ?? context.callbackURL ?? OAuth1Handler.outOfBand
    }
}
