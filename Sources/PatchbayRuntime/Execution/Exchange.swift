import IML
import PatchbayAuth
import PatchbayText
import PatchbayTransport

/// Sends one request and follows it to its answer: signed anew for each attempt and each redirect hop.
struct Exchange: Sendable {
    /// What a handler is told about the request beside its bytes.
    struct Signing: Sendable {
        /// Finds the handler that signs with a key.
        var handler: @Sendable (String) -> (any AuthenticationHandler)?
        /// The directive being sent.
        var directive: String?
        /// This host's callback during an authorization.
        var callbackURL: String?
    }

    let execution: Execution
    let signing: Signing
    /// Whether bodies hold credentials by their nature, and so are never shown.
    var withholdsBodies = false
    /// Gives the texts that must not leave for another origin; asked when an answer redirects.
    let secrets: @Sendable () -> Masker

    /// Sends a request and follows its redirects.
    ///
    /// - Returns: The last answer, which may be a redirect that is not to be followed.
    /// - Throws: `ConnectionError` when the service cannot be reached, `RuntimeError` for a certificate that is not
    ///   trusted or a redirect loop, `ModuleTimeoutError` when the call's time is up.
    func send(_ request: OutgoingRequest) async throws(PlatformError) -> TransportResponse {
        var request = request
        var hops = 0
        while true {
            let response = hops == 0 ? try await sendSigned(request) : try await follow(request)
            guard let next = try redirect(of: request, response: response) else { return response }
            hops += 1
            guard hops <= execution.limits.redirects else {
                throw PlatformError(
                    .runtimeError,
                    "The service redirected more than \(execution.limits.redirects) times."
                )
            }
            request = next
            // An address the answer gives may hold a code or a token, as a body may.
            if withholdsBodies { request.sanitize.append("request.qs") }
        }
    }

    private var quoting: DataQuoting { withholdsBodies ? .withheld : .masked(secrets) }

    private func redirect(
        of request: OutgoingRequest,
        response: TransportResponse
    ) throws(PlatformError) -> OutgoingRequest? {
        guard request.isBodyless ? request.followsRedirects : request.followsAllRedirects else { return nil }
        return try Redirect(response)?.applied(to: request, secrets: secrets, quoting: quoting)
    }

    /// Sends a request a service redirected to; an address that cannot be requested is the service's mistake, not the
    /// spec's.
    private func follow(_ request: OutgoingRequest) async throws(PlatformError) -> TransportResponse {
        do {
            return try await sendSigned(request)
        } catch {
            guard error.type == .invalidConfigurationError else { throw error }
            throw PlatformError(
                .runtimeError,
                "The service redirected to '\(quoting.quote(address: request.url))', which is not an address to go to: \(error.message)"
            )
        }
    }

    /// Signs and sends; once more where the handler learned something from a refusal.
    private func sendSigned(_ request: OutgoingRequest) async throws(PlatformError) -> TransportResponse {
        guard
            let (key, credentials) = request.signing.lazy.filter({ !$0.value.isMissing }).min(by: { $0.key < $1.key }),
            let handler = signing.handler(key)
        else { return try await transmit(SignableRequest(request), as: request) }
        let origin = String(request.address.originText)
        let states = execution.shared.signingStates
        var signed = try sign(request, handler, credentials, state: states[handler.name, origin])
        var response = try await transmit(signed, as: request)
        if response.statusCode >= 400 {
            let context = context(state: states[handler.name, origin])
            if let learned = handler.reconsider(SignedAnswer(signed, response), context: context) {
                states[handler.name, origin] = learned
                signed = try sign(request, handler, credentials, state: learned)
                response = try await transmit(signed, as: request)
            }
        }
        let context = context(state: states[handler.name, origin])
        if let learned = handler.learn(from: SignedAnswer(signed, response), context: context) {
            states[handler.name, origin] = learned
        }
        return response
    }

    private func sign(
        _ request: OutgoingRequest,
        _ handler: any AuthenticationHandler,
        _ credentials: Value,
        state: SigningState
    ) throws(PlatformError) -> SignableRequest {
        var signable = SignableRequest(request)
        do {
            try handler.sign(&signable, with: credentials, context: context(state: state))
        } catch {
            throw PlatformError(wrapping: error)
        }
        return signable
    }

    private func context(state: SigningState) -> SigningContext {
        SigningContext(
            now: execution.services.now(),
            randomBytes: execution.services.randomBytes,
            directive: signing.directive,
            callbackURL: signing.callbackURL,
            state: state
        )
    }

    private func transmit(
        _ signed: SignableRequest,
        as request: OutgoingRequest
    ) async throws(PlatformError) -> TransportResponse {
        try execution.count(signed)
        var request = request
        if withholdsBodies {
            request.sanitize += ["request.body", "response.body", "response.headers.location"]
        }
        let milliseconds = try execution.allowance(request.timeoutMilliseconds)
        var outgoing = TransportRequest(signed.address)
        outgoing.method = signed.method
        outgoing.headers = signed.headers
        outgoing.body = signed.body
        outgoing.timeout = .milliseconds(Int64(milliseconds))
        outgoing.acceptsCompression = request.gzip
        outgoing.trustedCertificates = request.trustedCertificates
        outgoing.limits = execution.transportLimits
        outgoing.owner = execution.app
        let (startedAt, begin) = (execution.services.now(), execution.services.uptime())
        do {
            let response = try await execution.services.transport.send(outgoing)
            execution.budget.beginSlice()
            execution.add(notes: response.notes)
            execution.keep(
                ExchangeRecord(outgoing, request, response, startedAt, bodyLimit: execution.limits.loggedBodyBytes)
            )
            return response
        } catch {
            let failure = execution.platformError(error)
            execution.keep(
                ExchangeRecord(
                    outgoing,
                    request,
                    failure,
                    startedAt,
                    seconds: execution.services.uptime() - begin,
                    bodyLimit: execution.limits.loggedBodyBytes
                )
            )
            throw failure
        }
    }
}

extension SignableRequest {
    /// The part of an outgoing request a handler signs.
    fileprivate init(_ request: OutgoingRequest) {
        self.init(method: request.method, address: request.address, headers: request.headers, body: request.body)
    }
}

extension SignedAnswer {
    /// What a signer may know of an answer.
    fileprivate init(_ signed: SignableRequest, _ response: TransportResponse) {
        self.init(request: signed, statusCode: response.statusCode, headers: response.headers)
    }
}

extension PlatformError {
    /// An error of a handler as the one error of a call; its text is kept when it is another type.
    init(wrapping error: any Error) {
        self = error as? PlatformError ?? PlatformError(.unexpectedError, "\(error)")
    }
}
