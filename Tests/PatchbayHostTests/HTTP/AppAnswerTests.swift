import IML
import PatchbayBundle
import Testing

@testable import PatchbayHost

/// What the API shows of an app.
struct AppAnswerTests {
    @Test func anRPCNamesItsConnection() {
        var app = AppDefinition(name: "a", label: "A", version: "1", revision: "", status: .loaded)
        app.rpcs = ComponentList([
            RPCDefinition(name: "list", label: "List", connection: "key"), RPCDefinition(name: "free", label: "Free"),
        ])
        let rpcs = AppJSON.app.json(app)["rpcs"].asArray ?? []
        #expect(rpcs.map { $0["name"] } == ["list", "free"])
        #expect(rpcs.map { $0["connection"] } == ["key", .undefined])
    }
}
