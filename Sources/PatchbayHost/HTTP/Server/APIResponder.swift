import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import PatchbayRuntime
import Synchronization

/// Connects the server to the API: checks who asks, reads the body, writes the answer.
struct APIResponder: HTTPResponder {
    typealias Context = APIContext

    /// The API with the rule of who may use it, once the host knows its own address.
    struct Parts: Sendable {
        var api: API
        var access: AccessPolicy
        /// Seconds a client may take none of a streamed answer before its connection is closed.
        var patienceSeconds: Double = RuntimeLimits().callSeconds
    }

    /// Bytes a request's body may have.
    static let bodyLimit = 16 << 20

    private let parts: @Sendable () -> Parts?
    private let connections: Departure.Connections
    private let log: Logger

    /// Makes a responder.
    ///
    /// - Parameters:
    ///   - log: Told of every request, at the level debug.
    ///   - connections: Tells which clients have gone.
    ///   - parts: Gives the API once there is one.
    init(log: Logger, connections: Departure.Connections, parts: @escaping @Sendable () -> Parts?) {
        self.connections = connections
        self.log = log
        self.parts = parts
    }

    func respond(to request: Request, context: APIContext) async throws -> Response {
        let start = ContinuousClock.now
        let parts = parts()
        let answer = await answer(to: request, over: context.channel, from: parts)
        let seconds = start.duration(to: .now)
        log.debug(
            "request",
            metadata: [
                "method": "\(request.method.rawValue)", "path": "\(request.uri.path)", "status": "\(answer.status)",
                "ms": "\(seconds.milliseconds)",
            ]
        )
        let patience = parts?.patienceSeconds ?? RuntimeLimits().callSeconds
        let response = Response(answer, over: context.channel, patienceSeconds: patience)
        return request.method == .head ? response.createHeadResponse() : response
    }

    private func answer(to request: Request, over channel: any Channel, from parts: Parts?) async -> APIAnswer {
        guard let parts else { return Problem.internal.answer }
        let (path, query) = request.target
        if let refusal = parts.access.refusal(of: request.claims(path: path)) { return refusal.answer }
        let body: [UInt8]
        do {
            body = try await request.bytes(upTo: Self.bodyLimit)
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
        guard request.method == .post, path.hasSuffix("/run"), let departure = connections[channel] else {
            return await parts.api.answer(question)
        }
        return await departure.cancelling { await parts.api.answer(question) }
    }
}

extension Request {
    /// Path and query as they stand in the request line.
    fileprivate var target: (path: String, query: String) {
        let target = head.path ?? "/"
        guard let mark = target.firstIndex(of: "?") else { return (target, "") }
        return (String(target[..<mark]), String(target[target.index(after: mark)...]))
    }

    fileprivate func claims(path: String) -> AccessPolicy.Claims {
        AccessPolicy.Claims(
            path: path,
            host: head.authority ?? Self.host.flatMap { headers[$0] },
            origin: headers[.origin],
            fetchSite: Self.fetchSite.flatMap { headers[$0] },
            authorization: headers[.authorization]
        )
    }

    private static let host = HTTPField.Name("Host")
    private static let fetchSite = HTTPField.Name("Sec-Fetch-Site")

    /// The body's bytes.
    ///
    /// - Throws: ``Problem`` when there are more than the limit, or when they do not arrive.
    fileprivate func bytes(upTo limit: Int) async throws(Problem) -> [UInt8] {
        if let announced = headers[.contentLength].flatMap(Int.init) {
            if announced > limit { throw .tooLarge(limit: limit) }
            if announced == 0 { return [] }
        }
        var bytes: [UInt8] = []
        do {
            for try await part in body {
                guard bytes.count + part.readableBytes <= limit else { throw Problem.tooLarge(limit: limit) }
                bytes.append(contentsOf: part.readableBytesView)
            }
        } catch let problem as Problem {
            throw problem
        } catch {
            throw .badRequest("The body did not arrive whole.")
        }
        return bytes
    }
}

extension Response {
    /// Puts an answer into the server's form.
    fileprivate init(_ answer: APIAnswer, over channel: any Channel, patienceSeconds: Double) {
        var headers = HTTPFields()
        for (name, value) in answer.headers {
            if let name = HTTPField.Name(name) { headers.append(HTTPField(name: name, value: value)) }
        }
        let status = HTTPResponse.Status(code: answer.status)
        switch answer.body {
        case .bytes(let bytes):
            let body = bytes.isEmpty ? ResponseBody() : ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
            self.init(status: status, headers: headers, body: body)
        case .stream(let source):
            self.init(status: status, headers: headers, body: ResponseBody(source, over: channel, patienceSeconds))
        }
    }
}

extension ResponseBody {
    /// Sends bytes as they come; the client's pace is the source's.
    ///
    /// A client that takes none of them for too long loses its connection, so that it does not hold what makes them.
    fileprivate init(_ source: any ByteSource, over channel: any Channel, _ patienceSeconds: Double) {
        let patience = TimeAmount.milliseconds(Int64(min(patienceSeconds, 1e9) * 1_000))
        self.init { writer in
            while let bytes = await source.next() {
                let end = channel.eventLoop.scheduleTask(in: patience) { channel.close(promise: nil) }
                defer { end.cancel() }
                try await writer.write(ByteBuffer(bytes: bytes))
            }
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
