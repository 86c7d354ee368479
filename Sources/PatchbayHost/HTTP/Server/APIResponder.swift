import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import PatchbayRuntime
import PatchbayText
import PatchbayTransport
import Synchronization

/// Connects the server to the API: checks who asks, reads the body, writes the answer.
struct APIResponder: HTTPResponder {
    typealias Context = APIContext

    /// The API with the rule of who may use it, once the host knows its own address.
    struct Parts: Sendable {
        var api: API
        var access: AccessPolicy
    }

    /// Bytes a request's body may have.
    static let bodyLimit = 16 << 20

    private let parts: @Sendable () -> Parts?
    private let connections: Departure.Connections
    private let trustedProxies: TrustedProxies
    private let bodies: BodyBudget
    private let forwarded: ForwardedRequests
    private let log: Logger

    /// Makes a responder.
    ///
    /// - Parameters:
    ///   - log: Told of every request, at the level debug.
    ///   - connections: Tells which clients have gone.
    ///   - limits: How much clients may take.
    ///   - trustedProxies: Who is believed about whom it asks for.
    ///   - parts: Gives the API once there is one.
    init(
        log: Logger,
        connections: Departure.Connections,
        limits: ServerLimits,
        trustedProxies: TrustedProxies,
        parts: @escaping @Sendable () -> Parts?
    ) {
        self.connections = connections
        self.trustedProxies = trustedProxies
        bodies = BodyBudget(bytes: limits.bodyBytes, clients: limits.clients)
        forwarded = ForwardedRequests(most: limits.clientsPerAddress)
        self.log = log
        self.parts = parts
    }

    func respond(to request: Request, context: APIContext) async throws -> Response {
        let start = ContinuousClock.now
        let forwarding = Forwarding(request.headers)
        let client = client(of: context.channel, forwarding)
        var presence: ForwardedRequests.Presence?
        let answer: APIAnswer
        do throws(Problem) {
            presence = try client.map { client throws(Problem) in try forwarded.enter(client) }
            answer = await self.answer(to: request, over: context.channel, forwarding)
        } catch {
            answer = error.answer
        }
        let seconds = start.duration(to: .now)
        log.debug(
            "request",
            metadata: [
                "method": "\(request.method.rawValue)", "path": "\(request.uri.path)", "status": "\(answer.status)",
                "ms": "\(seconds.milliseconds)",
            ].merging(client.map { ["client": "\($0)"] } ?? [:]) { first, _ in first }
        )
        let response = Response(answer, holding: presence)
        return request.method == .head ? response.createHeadResponse() : response
    }

    /// Who asks through a trusted proxy; `nil` for a client that asks itself, whose connections are counted.
    private func client(of channel: any Channel, _ forwarding: Forwarding?) -> IPAddress? {
        guard !trustedProxies.isEmpty, let peer = IPAddress(peer: channel.remoteAddress) else { return nil }
        let client = trustedProxies.client(behind: peer, forwarding)
        return client == peer || client.reach == .loopback ? nil : client
    }

    private func answer(
        to request: Request,
        over channel: any Channel,
        _ forwarding: Forwarding?
    ) async -> APIAnswer {
        guard let parts = parts() else { return Problem.internal.answer }
        guard !request.namesSeveralHosts else {
            return Problem.badRequest("The request names several hosts; it may have one Host line, and a path.").answer
        }
        let (path, query) = request.target
        if let refusal = parts.access.refusal(of: request.claims(path: path, forwarding)) { return refusal.answer }
        var holding = BodyBudget.Holding()
        defer { bodies.release(holding) }
        let body: [UInt8]
        do {
            body = try await request.bytes(upTo: Self.bodyLimit, of: bodies, &holding)
        } catch {
            return error.answer
        }
        let question = APIRequest(
            request.method == .head ? "GET" : request.method.rawValue,
            path,
            query: query,
            accept: request.headers[.accept] ?? "",
            body: body
        )
        // A call to a service that nobody waits for any more is not worth its requests.
        guard request.method == .post, path.ends(withBytesOf: "/run"), let departure = connections[channel] else {
            return await parts.api.answer(question)
        }
        return await departure.cancelling { await parts.api.answer(question) }
    }
}

extension Request {
    /// Path and query as they stand in the request line.
    fileprivate var target: (path: String, query: String) {
        let target = head.path ?? "/"
        guard let mark = target.firstPlace(of: "?") else { return (target, "") }
        return (String(target[..<mark]), String(target[target.utf8.index(after: mark)...]))
    }

    fileprivate func claims(path: String, _ forwarding: Forwarding?) -> AccessPolicy.Claims {
        AccessPolicy.Claims(
            path: path,
            host: head.authority,
            origin: headers[.origin],
            fetchSite: Self.fetchSite.flatMap { headers[$0] },
            authorization: headers[.authorization],
            forwarding: forwarding
        )
    }

    /// Whether there is a second `Host` line (RFC 9112, section 3.2); the first one is the authority.
    fileprivate var namesSeveralHosts: Bool { Self.host.map(headers.contains) ?? false }

    private static let host = HTTPField.Name("Host")
    private static let fetchSite = HTTPField.Name("Sec-Fetch-Site")

    /// The body's bytes.
    ///
    /// - Throws: ``Problem`` when there are more than the limit or the budget has, or when they do not arrive in time.
    fileprivate func bytes(
        upTo limit: Int,
        of budget: BodyBudget,
        _ holding: inout BodyBudget.Holding
    ) async throws(Problem) -> [UInt8] {
        if let announced = headers[.contentLength].flatMap(Int.init) {
            if announced > limit { throw .tooLarge(limit: limit) }
            if announced == 0 { return [] }
        }
        var bytes: [UInt8] = []
        do {
            for try await part in body {
                guard bytes.count + part.readableBytes <= limit else { throw Problem.tooLarge(limit: limit) }
                try budget.take(part.readableBytes, for: &holding)
                bytes.append(contentsOf: part.readableBytesView)
            }
        } catch let problem as Problem {
            throw problem
        } catch let timeout as BodyTimeout {
            throw .bodyTooSlow(seconds: timeout.seconds)
        } catch {
            throw .badRequest("The body did not arrive whole.")
        }
        return bytes
    }
}

extension Response {
    /// Puts an answer into the server's form.
    ///
    /// - Parameter presence: Held until the answer has left.
    fileprivate init(_ answer: APIAnswer, holding presence: ForwardedRequests.Presence?) {
        var headers = HTTPFields()
        for (name, value) in answer.headers {
            if let name = HTTPField.Name(name) { headers.append(HTTPField(name: name, value: value)) }
        }
        // What is answered is what it says it is: a browser that guesses would take a text of a stranger's for a page.
        headers[.xContentTypeOptions] = "nosniff"
        let status = HTTPResponse.Status(code: answer.status)
        switch answer.body {
        case .bytes(let bytes):
            let body = bytes.isEmpty ? ResponseBody() : ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
            self.init(status: status, headers: headers, body: body)
        case .stream(let source):
            self.init(status: status, headers: headers, body: ResponseBody(source, holding: presence))
        }
    }
}

extension ResponseBody {
    /// Sends bytes as they come; the client's pace is the source's.
    fileprivate init(_ source: any ByteSource, holding presence: ForwardedRequests.Presence?) {
        self.init { writer in
            defer { withExtendedLifetime(presence) {} }
            while let bytes = await source.next() { try await writer.write(ByteBuffer(bytes: bytes)) }
            var trailers = HTTPFields()
            for (name, value) in source.trailers {
                if let name = HTTPField.Name(name) { trailers[name] = value }
            }
            try await writer.finish(trailers.isEmpty ? nil : trailers)
        }
    }
}

extension Duration {
    /// Milliseconds with three digits after the point.
    fileprivate var milliseconds: Double {
        let (seconds, attoseconds) = components
        return (Double(seconds) * 1e6 + Double(attoseconds) / 1e12).rounded() / 1e3
    }
}
