import Logging

/// The HTTP API without a server: takes requests, gives answers.
///
/// The server and the commands that work in process both go through it, so that they cannot differ.
package struct API: Sendable {
    private let routes: RouteTable
    private let log: Logger

    /// Makes an API of what it offers.
    init(_ endpoints: [Endpoint], log: Logger) {
        routes = RouteTable(endpoints)
        self.log = log
    }

    /// Answers a request; failures are answers too.
    package func answer(_ request: APIRequest) async -> APIAnswer {
        do {
            switch routes.match(request.method, request.path) {
            case .found(let endpoint, let parameters):
                var request = request
                request.parameters = parameters
                return try await endpoint.handle(request)
            case .otherMethods(let methods):
                throw Problem.methodNotAllowed(request.method, allowed: methods)
            case .nothing:
                throw Problem.nothingAt(request.path)
            }
        } catch {
            let problem = Problem(error)
            if problem.status >= 500, problem.code == "internal" || problem.code == "store" {
                log.error("\(request.method) \(request.path) failed", metadata: ["error": "\(error)"])
            }
            return problem.answer
        }
    }
}
