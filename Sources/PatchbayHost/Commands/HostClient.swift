import Foundation
import IML
import PatchbayAuth
import PatchbayTransport

/// What a command asks: the API in process, or that of a running host.
protocol HostClient: Sendable {
    /// Sends a request.
    ///
    /// - Throws: ``CommandFailure`` when no answer comes.
    func send(_ request: APIRequest) async throws -> APIAnswer
}

extension HostClient {
    /// Sends a request and reads its answer as JSON.
    ///
    /// - Throws: ``CommandFailure`` with the problem for anything but success.
    func json(_ method: String, _ path: String, _ body: Value? = nil) async throws -> Value {
        let answer = try await send(APIRequest(method, path, body: body?.json() ?? []))
        guard case .bytes(let bytes) = answer.body else {
            throw CommandFailure("the host answered with a stream where none was asked for")
        }
        guard (200..<300).contains(answer.status) else { throw Self.failure(answer.status, bytes) }
        if bytes.isEmpty { return .undefined }
        guard let value = try? Value(json: bytes) else { throw Self.failure(answer.status, bytes) }
        return value
    }

    /// What to tell the user of an answer that is no success.
    static func failure(_ status: Int, _ bytes: [UInt8]) -> CommandFailure {
        guard let problem = try? Value(json: bytes), let detail = problem["detail"].asText else {
            return CommandFailure("the host answered with status \(status), which no Patchbay host would")
        }
        if problem["type"].text.hasSuffix(":connection-needed") { return .connectionNeeded(problem) }
        let error = problem["error"]
        let diagnostics = problem["diagnostics"].asArray ?? []
        // The detail holds the first diagnostic; here each has a line of its own.
        var message = diagnostics.isEmpty ? detail : error["message"].asText ?? detail
        if let type = error["type"].asText { message = "\(type): \(message)" }
        if let file = error["file"].asText {
            let place = [error["line"], error["column"]].filter { !$0.isMissing }.map { ":\($0.text)" }.joined()
            message += " (\(file)\(place))"
        }
        for diagnostic in diagnostics {
            message += "\n" + diagnosticLine(diagnostic)
        }
        var failure = CommandFailure(message, exitCode: status == 409 ? .authorizationNeeded : .failure)
        failure.mayRetry = problem["retry"] == true
        return failure
    }

    private static func diagnosticLine(_ diagnostic: Value) -> String {
        let place = ["file", "line", "column"].map { diagnostic[$0].text }.joined(separator: ":")
        return "\(place): \(diagnostic["severity"].text): \(diagnostic["message"].text) [\(diagnostic["code"].text)]"
    }
}

extension CommandFailure {
    /// What to do about a call that names no connection, as it is done on the command line.
    fileprivate static func connectionNeeded(_ problem: Value) -> CommandFailure {
        let app = problem["app"].text
        let specs = (problem["connections"].asArray ?? []).map(\.text)
        return CommandFailure(
            "'\(problem["component"].text)' of '\(app)' needs a connection of '\(specs.joined(separator: "' or '"))'; "
                + "name one with --connection ID (`patchbay connections` lists them), or make one with "
                + "`patchbay connect \(app) \(specs.first ?? "")`",
            exitCode: .authorizationNeeded
        )
    }
}

/// The API in this process.
struct LocalClient: HostClient {
    let api: API

    func send(_ request: APIRequest) async throws -> APIAnswer {
        await api.answer(request)
    }
}

/// The API of a running host.
struct RemoteClient: HostClient {
    private let base: String
    private let token: Secret?
    private let transport: CurlTransport

    /// Talks to a host.
    ///
    /// - Parameters:
    ///   - url: Its address.
    ///   - token: What it wants to be shown.
    /// - Throws: ``CommandFailure`` when the address is none.
    init(url: String, token: Secret?) throws {
        guard let base = PublicURL.normalized(url) else {
            throw CommandFailure("--url: '\(url)' is not an address such as http://127.0.0.1:8700", exitCode: .usage)
        }
        self.base = base
        self.token = token
        var configuration = TransportConfiguration()
        // The user named the host, wherever it is.
        configuration.addressGuard.allowPrivate = true
        transport = try CurlTransport(configuration)
    }

    func send(_ request: APIRequest) async throws -> APIAnswer {
        if request.wantsLines { return try await lines(of: request) }
        do {
            let response = try await transport.send(try await transportRequest(request, .seconds(3_600)))
            return APIAnswer(status: response.statusCode, headers: [], body: .bytes(response.body))
        } catch let error as TransportError {
            throw CommandFailure("\(base) does not answer: \(error.message)")
        }
    }

    /// Sends a request whose answer comes line by line.
    private func lines(of request: APIRequest) async throws -> APIAnswer {
        let lines = RemoteLines()
        var outgoing = try await transportRequest(request, .seconds(86_400))
        outgoing.takesBody = { lines.take($0) }
        Task { [transport, outgoing] in
            do throws(TransportError) {
                lines.end(.success(try await transport.send(outgoing)))
            } catch {
                lines.end(.failure(error))
            }
        }
        do {
            guard let refusal = try await lines.beginning() else {
                return APIAnswer(headers: [], body: .stream(lines))
            }
            return APIAnswer(status: refusal.statusCode, headers: [], body: .bytes(refusal.body))
        } catch {
            throw CommandFailure("\(base) does not answer: \(error.message)")
        }
    }

    private func transportRequest(
        _ request: APIRequest,
        _ timeout: Duration
    ) async throws(Problem) -> TransportRequest {
        let body = try await request.body.bytes()
        var headers = request.headers
        if !headers.contains("Accept") { headers.add("Accept", "application/json") }
        if let token { headers.set("Authorization", "Bearer " + token.reveal()) }
        if !body.isEmpty { headers.set("Content-Type", "application/json") }
        let query = request.query.isEmpty ? "" : "?" + request.query
        return TransportRequest(
            method: request.method,
            url: base + request.path + query,
            headers: headers,
            body: body.isEmpty ? nil : body,
            timeout: timeout,
            limits: TransportLimits(responseBytes: 1 << 30)
        )
    }
}
