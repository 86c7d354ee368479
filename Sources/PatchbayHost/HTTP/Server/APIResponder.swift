import Logging
import NIOCore
import PatchbayText
import PatchbayTransport

/// Connects the server to the API: checks who asks, and writes what there is to know of each request into the log.
struct APIResponder: Sendable {
    /// The API with the rule of who may use it, once the host knows its own address.
    struct Parts: Sendable {
        var api: API
        var access: AccessPolicy
    }

    private let parts: @Sendable () -> Parts?
    private let trustedProxies: TrustedProxies
    private let forwarded: ForwardedRequests
    private let log: Logger

    /// Makes a responder.
    ///
    /// - Parameters:
    ///   - log: Told of every request, at the level debug.
    ///   - limits: How much clients may take.
    ///   - trustedProxies: Who is believed about whom it asks for.
    ///   - parts: Gives the API once there is one.
    init(log: Logger, limits: ServerLimits, trustedProxies: TrustedProxies, parts: @escaping @Sendable () -> Parts?) {
        self.trustedProxies = trustedProxies
        forwarded = ForwardedRequests(most: limits.clientsPerAddress)
        self.log = log
        self.parts = parts
    }

    /// Answers a request.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - peer: The other end of the connection it came over.
    ///   - writer: Takes the answer.
    func respond(to request: APIRequest, from peer: SocketAddress?, _ writer: AnswerWriter) async {
        let start = ContinuousClock.now
        defer { request.body.release() }
        let forwarding = Forwarding(request.headers)
        let client = client(of: peer, forwarding)
        var presence: ForwardedRequests.Presence?
        let answer: APIAnswer
        do throws(Problem) {
            presence = try client.map { client throws(Problem) in try forwarded.enter(client) }
            let call = try call(for: request, forwarding)
            if call.needsClient { writer.cancelWithoutClient() }
            answer = await call.answer()
        } catch {
            answer = error.answer
        }
        let seconds = start.duration(to: .now)
        log.debug(
            "request",
            metadata: [
                "method": "\(request.method)", "path": "\(request.path)", "status": "\(answer.status)",
                "ms": "\(seconds.milliseconds)",
            ].merging(client.map { ["client": "\($0)"] } ?? [:]) { first, _ in first }
        )
        await writer.send(answer)
        withExtendedLifetime(presence) {}
    }

    /// Who asks through a trusted proxy; `nil` for a client that asks itself, whose connections are counted.
    private func client(of peer: SocketAddress?, _ forwarding: Forwarding?) -> IPAddress? {
        guard !trustedProxies.isEmpty, let peer = IPAddress(peer: peer) else { return nil }
        let client = trustedProxies.client(behind: peer, forwarding)
        return client == peer || client.reach == .loopback ? nil : client
    }

    /// What a request asks for.
    ///
    /// - Throws: ``Problem`` for one that is not let in.
    private func call(for request: APIRequest, _ forwarding: Forwarding?) throws(Problem) -> API.Call {
        guard let parts = parts() else { throw .internal }
        let hosts = request.headers.values("host")
        guard hosts.count <= 1 else {
            throw .badRequest("The request names several hosts; it may have one Host line, and a path.")
        }
        if let refusal = parts.access.refusal(of: request.claims(host: hosts.first, forwarding)) { throw refusal }
        return parts.api.call(for: request)
    }
}

extension APIRequest {
    fileprivate func claims(host: String?, _ forwarding: Forwarding?) -> AccessPolicy.Claims {
        AccessPolicy.Claims(
            path: path,
            host: host,
            origin: headers.list("origin"),
            fetchSite: headers.list("sec-fetch-site"),
            authorization: headers.list("authorization"),
            forwarding: forwarding
        )
    }
}

extension Duration {
    /// Milliseconds with three digits after the point.
    fileprivate var milliseconds: Double {
        let (seconds, attoseconds) = components
        return (Double(seconds) * 1e6 + Double(attoseconds) / 1e12).rounded() / 1e3
    }
}
