import PatchbayText

/// Checks requests and turns them into what the engine takes; done in the caller's task, so that the engine's thread
/// has little left to do.
struct RequestPreparation: Sendable {
    let addressGuard: AddressGuard
    let redirects: OriginRedirects
    let proxies: ProxySettings
    let nameResolution: NameResolution

    init(_ configuration: TransportConfiguration) {
        addressGuard = configuration.addressGuard
        redirects = configuration.redirects
        proxies = configuration.proxies
        nameResolution = configuration.nameResolution
    }

    /// Prepares a request.
    ///
    /// - Parameters:
    ///   - request: What the caller wants sent.
    ///   - asked: The origin of its address.
    /// - Throws: ``TransportError`` when it must not or cannot be sent as it is.
    func prepare(_ request: TransportRequest, to asked: Origin) throws(TransportError) -> PreparedRequest {
        try Self.checkMethod(request)
        let redirection = redirects.target(of: asked)
        let origin = redirection ?? asked
        let proxy = redirection == nil ? proxies.proxy(for: origin) : nil
        let isRepeatable = request.headers.contains("Idempotency-Key") || Self.idempotent.contains(request.method)
        if proxy != nil {
            try checkProxied(origin)
        }
        let framing = try Self.framing(request)
        return PreparedRequest(
            destination: Destination(
                origin: origin,
                isNamedByOperator: redirection != nil || proxy != nil,
                isProxied: proxy != nil
            ),
            method: Self.method(request.method, framing),
            framing: framing,
            connectionURL: zeroTerminated("\(origin)/"),
            target: Self.target(request.address, of: asked, proxied: proxy != nil),
            headers: try HeaderPreparation.lines(request, redirectedFrom: redirection.map { _ in asked }),
            proxy: proxy.map(zeroTerminated),
            resolution: proxy == nil ? try resolution(origin) : nil,
            certificates: try CertificateText.checked(request.trustedCertificates),
            isIdempotent: isRepeatable,
            limits: request.limits,
            takesBody: request.takesBody
        )
    }

    private static let idempotent: Set<String> = ["GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"]

    private static func checkMethod(_ request: TransportRequest) throws(TransportError) {
        guard HeaderSyntax.isToken(request.method), request.method.utf8.count <= 64 else {
            throw TransportError(
                .invalidMethod,
                "The method cannot be sent: it must be one word of letters, digits and !#$%&'*+-.^_`|~, such as GET."
            )
        }
        guard request.method != "CONNECT" else {
            throw TransportError(.invalidMethod, "The method CONNECT opens a tunnel and is not for requests.")
        }
        guard request.method != "HEAD" || request.body?.isEmpty != false else {
            throw TransportError(
                .invalidMethod,
                "A HEAD request has no body; leave the body out or use another method."
            )
        }
    }

    private static func framing(_ request: TransportRequest) throws(TransportError) -> PreparedRequest.Framing {
        if request.method == "HEAD" {
            return .head
        }
        guard let body = request.body else {
            // Methods that are about a body say that it is empty (RFC 9110, section 8.6).
            return ["POST", "PUT", "PATCH"].contains(request.method) ? .withBody(RequestBody([])) : .withoutBody
        }
        guard body.count <= request.limits.requestBytes else {
            throw TransportError(
                .requestTooLarge,
                "The request's body has \(body.count) bytes, more than the \(request.limits.requestBytes) allowed."
            )
        }
        return .withBody(RequestBody(body))
    }

    /// The method for libcurl, `nil` when it follows from the framing.
    private static func method(_ method: String, _ framing: PreparedRequest.Framing) -> [UInt8]? {
        switch framing {
        case .head: nil
        case .withoutBody: method == "GET" ? nil : zeroTerminated(method)
        case .withBody: method == "POST" ? nil : zeroTerminated(method)
        }
    }

    /// Path and query; the whole address where a proxy is asked for it in the clear (RFC 9112, section 3.2.2).
    private static func target(_ address: WebAddress, of origin: Origin, proxied: Bool) -> [UInt8] {
        let isAbsolute = proxied && origin.scheme == .http
        return (isAbsolute ? Array(origin.description.utf8) : []) + address.requestTarget + [0]
    }

    /// Refuses what the guard would refuse if there were no proxy, as far as that can be seen from here.
    private func checkProxied(_ origin: Origin) throws(TransportError) {
        let isLocal = HostName.isLoopback(origin.host)
        let address = IPAddress(anyFormOf: origin.host) ?? (isLocal ? .v4(0x7F00_0001) : nil)
        if let address, let refusal = addressGuard.refusal(of: address, port: origin.port, host: origin.host) {
            throw refusal
        }
    }

    private func resolution(_ origin: Origin) throws(TransportError) -> [UInt8]? {
        switch nameResolution.answer(for: origin.host) {
        case .askSystem:
            return nil
        case .fixed(let addresses) where addresses.isEmpty:
            throw TransportError(.nameResolution, "The host name \(origin.host) has no address.")
        case .fixed(let addresses):
            let list = addresses.map(\.description).joined(separator: ",")
            return zeroTerminated("\(origin.host):\(origin.port):\(list)")
        }
    }
}
