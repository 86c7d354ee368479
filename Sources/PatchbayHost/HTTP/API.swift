import IML
import Logging
import PatchbayRuntime
import PatchbayText

/// The HTTP API without a server: takes requests, gives answers.
///
/// The server and the commands that work in process both go through it, so that they cannot differ.
package struct API: Sendable {
    private let routes: RouteTable
    private let evaluation: EvaluationPool
    private let log: Logger

    /// Makes an API of what it offers.
    ///
    /// - Parameters:
    ///   - endpoints: What it offers.
    ///   - evaluation: Where large requests are worked on and large answers written.
    ///   - log: Told of failures that nobody foresaw.
    init(_ endpoints: [Endpoint], evaluation: EvaluationPool, log: Logger) {
        routes = RouteTable(endpoints)
        self.evaluation = evaluation
        self.log = log
    }

    /// What a request asks for.
    func call(for request: APIRequest) -> Call {
        // What answers a GET answers a HEAD too, without what it carries.
        let method = request.method.isExactly("HEAD") ? "GET" : request.method
        return Call(api: self, request: request, match: routes.match(method, request.path))
    }

    /// Answers a request; failures are answers too.
    ///
    /// - Returns: An answer that carries bytes, or a stream of them.
    package func answer(_ request: APIRequest) async -> APIAnswer {
        await call(for: request).answer()
    }

    /// A request and whoever answers it.
    struct Call: Sendable {
        fileprivate let api: API
        fileprivate let request: APIRequest
        fileprivate let match: RouteTable.Match

        /// Whether the answer is of no use to anyone once the client has left.
        var needsClient: Bool {
            if case .found(let endpoint, _) = match { endpoint.needsClient } else { false }
        }

        /// Answers it.
        func answer() async -> APIAnswer {
            do {
                switch match {
                case .found(let endpoint, let parameters):
                    let answer = try await api.answer(request, by: endpoint, parameters)
                    return await api.written(answer, for: parameters["app"] ?? "")
                case .otherMethods(let methods): throw Problem.methodNotAllowed(request.method, allowed: methods)
                case .nothing: throw Problem.nothingAt(request.path)
                }
            } catch {
                return api.problem(of: error, request).answer
            }
        }
    }

    private func answer(
        _ request: APIRequest,
        by endpoint: Endpoint,
        _ parameters: PathParameters
    ) async throws -> EndpointAnswer {
        var request = request
        request.parameters = parameters
        guard endpoint.body != nil else { return try await endpoint.handle(request) }
        let bytes = try await request.body.bytes()
        request.body = .whole(bytes)
        guard bytes.count > EvaluationPool.fewBytes else { return try await endpoint.handle(request) }
        // Whatever is done with so much takes its time, which is nothing for the threads that serve everybody.
        return try await evaluation.run(for: parameters["app"] ?? "") { [request] in
            try await endpoint.handle(request)
        }
    }

    private func problem(of error: any Error, _ request: APIRequest) -> Problem {
        let problem = Problem(error)
        if problem.status >= 500, problem.code == "internal" || problem.code == "store" {
            log.error("\(request.method) \(request.path) failed", metadata: ["error": "\(error)"])
        }
        return problem
    }

    private func written(_ answer: EndpointAnswer, for app: String) async -> APIAnswer {
        switch answer {
        case .ready(let answer): return answer
        case .value(let value, let status):
            let isLarge = value.footprint(upTo: EvaluationPool.fewBytes) > EvaluationPool.fewBytes
            return .json(isLarge ? await evaluation.run(for: app) { value.json() } : value.json(), status: status)
        }
    }
}
