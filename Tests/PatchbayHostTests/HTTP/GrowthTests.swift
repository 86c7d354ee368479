import IML
import Logging
import PatchbayAuth
import PatchbayTesting
import Testing

@testable import PatchbayHost

/// Whatever clients send, the work on it grows with its length.
struct GrowthTests {
    private static let routes = RouteTable(
        ["/v1/apps/{app}/modules/{module}/run", "/v1/connections/{id}", "/v1/health"].map { path in
            Endpoint(method: "GET", path: path, summary: "") { _ in .noContent }
        }
    )
    private static let name = InputMember.text("name")
    private static let open = AccessPolicy(
        token: nil,
        listeningHost: "127.0.0.1",
        publicURL: "https://hooks.example.com"
    )
    private static let closed = AccessPolicy(
        token: Secret("0123456789abcdef"),
        listeningHost: "0.0.0.0",
        publicURL: "http://localhost:8700"
    )

    private static let readings: [TextReading] = [
        TextReading("path", in: ["/v1/…", "/v1/connections/…", "/v1/apps/a/modules/…/run"]) {
            _ = routes.match("GET", $0)
        },
        TextReading("query", in: ["a=…", "…=b"]) { _ = APIRequest("GET", "/", query: $0).queryFields },
        TextReading("Accept") { _ = APIRequest("GET", "/", accept: $0).wantsLines },
        TextReading("body", in: ["{\"…\": 1}", "{\"name\": \"…\"}"]) {
            let input = try JSONInput(APIRequest("POST", "/", body: Array($0.utf8)), InputShape(name.declaration))
            _ = input[name]
        },
        TextReading("Host") { _ = open.refusal(of: AccessPolicy.Claims(host: $0)) },
        TextReading("Origin", in: ["http://…"]) {
            _ = open.refusal(of: AccessPolicy.Claims(host: "localhost", origin: $0))
        },
        TextReading("Sec-Fetch-Site") {
            _ = open.refusal(of: AccessPolicy.Claims(host: "localhost", fetchSite: $0))
        },
        TextReading("Authorization", in: ["Bearer …"]) {
            _ = closed.refusal(of: AccessPolicy.Claims(path: $0, host: "localhost", authorization: $0))
        },
        TextReading("page for a browser") {
            _ = CallbackPage(title: $0, message: $0, closes: false).answer(status: 400)
        },
        TextReading("event") { _ = HostEvent("a", [$0: .text($0)]).bytes(id: 1) },
        TextReading("line of the log") { text in
            for format in [HostSettings.LogFormat.text, .json] {
                var logger = Logger(label: "a") { label in
                    StandardErrorLog(
                        label: label,
                        level: .info,
                        format: format,
                        terminal: Terminal(output: { _ in }, errors: { _ in })
                    )
                }
                logger[metadataKey: "key"] = .string(text)
                logger.info("\(text)")
            }
        },
    ]

    @Test(arguments: readings)
    func workGrowsNoFasterThanTheText(_ reading: TextReading) {
        #expect(reading.excesses().isEmpty)
    }

    @Test(arguments: [
        Bulk("query of one name", "", "a=b&") { _ = APIRequest("GET", "/", query: $0).queryFields },
        Bulk("query of many names", "", "a#=b&") { _ = APIRequest("GET", "/", query: $0).queryFields },
        Bulk("body of many members", "{", "\"name#\": 1,", "\"name\": 1}") {
            _ = try JSONInput(APIRequest("POST", "/", body: Array($0.utf8)), InputShape(name.declaration))
        },
        Bulk("path of many segments", "", "/a#") { _ = routes.match("GET", $0) },
    ])
    func workGrowsNoFasterThanItsParts(_ text: Bulk) {
        #expect(text.excess() == nil)
    }

    @Test func workGrowsNoFasterThanEventsNobodyReads() {
        let growth = GrowthProbe.standard.excess(
            "events",
            input: { $0 / 4 },
            { count in
                let hub = EventHub()
                let listener = hub.listen()
                for number in 0..<count { hub.send(HostEvent("a", ["number": Value(number)])) }
                listener.end()
            }
        )
        #expect(growth == nil)
    }
}
