import Testing

@testable import PatchbayHost

struct RouteTableTests {
    private let table = RouteTable(
        ["GET /v1/apps", "GET /v1/apps/{app}", "POST /v1/apps/{app}/modules/{module}/run", "DELETE /v1/apps/{id}"].map {
            let parts = $0.split(separator: " ")
            return Endpoint(method: String(parts[0]), path: String(parts[1]), summary: "") { _ in .noContent }
        }
    )

    @Test func variablesAreTakenFromThePathAndDecoded() throws {
        guard case .found(let endpoint, let parameters) = table.match("POST", "/v1/apps/my%20app/modules/a%2Fb/run")
        else { throw Missing() }
        #expect(endpoint.path == "/v1/apps/{app}/modules/{module}/run")
        #expect(parameters == PathParameters(names: ["app", "module"], values: ["my app", "a/b"]))
    }

    @Test func eachEndpointNamesItsOwnVariables() throws {
        guard case .found(_, let parameters) = table.match("DELETE", "/v1/apps/x") else { throw Missing() }
        #expect(parameters == PathParameters(names: ["id"], values: ["x"]))
    }

    @Test func otherMethodsAreNamed() throws {
        guard case .otherMethods(let methods) = table.match("PUT", "/v1/apps/x") else { throw Missing() }
        #expect(methods == ["DELETE", "GET"])
    }

    @Test(arguments: ["/", "/v1", "/v1/apps/x/modules", "/v1/apps/x/modules/y/run/z", "/V1/apps"])
    func otherPathsAreNothing(path: String) throws {
        guard case .nothing = table.match("GET", path) else { throw Missing() }
    }

    private struct Missing: Error {}
}
