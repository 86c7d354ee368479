import Foundation
import IML
import PatchbayAuth
import PatchbayRuntime
import Testing

/// The last calls, as they may be shown.
struct ExecutionViewTests {
    /// Runs a communication on a host of its own and shows its call.
    private func shown(
        _ communication: String,
        limits: RuntimeLimits = TestHost.quickLimits,
        parameters: Fields = [:],
        script: @escaping @Sendable (Received, Int) -> Answer = { _, _ in .json("{}") }
    ) async throws -> ExecutionDetail {
        let host = try TestHost(limits: limits)
        _ = try await Probe.run(communication, parameters: parameters, on: host, script: script)
        let overview = try #require(host.runtime.executions.overviews(limit: 10).first)
        return try #require(host.runtime.executions.detail(overview.summary.id))
    }

    @Test func keepsWhatWasSentAndWhatCameBack() async throws {
        let detail = try await shown(
            #"{"url": "/a", "method": "POST", "qs": {"q": "x y"}, "headers": {"X-One": "1"}, "body": {"n": 1}}"#,
            script: { _, _ in .json(#"{"ok": true}"#, status: 201, headers: [("X-Two", "2")]) }
        )
        #expect(detail.overview.kind == "module")
        #expect(detail.overview.component == "module")
        #expect(detail.overview.error == nil)
        #expect(detail.overview.summary.requests == 1)
        let exchange = try #require(detail.exchanges.first)
        #expect(detail.exchanges.count == 1)
        #expect(exchange.request["method"] == "POST")
        #expect(exchange.request["url"].text.hasSuffix("/a"))
        #expect(exchange.request["qs"] == ["q": "x y"])
        #expect(exchange.request["headers"]["X-One"] == "1")
        #expect(exchange.request["body"] == ["n": 1])
        #expect(exchange.request["bodyBytes"] == 7)
        #expect(exchange.response["statusCode"] == 201)
        #expect(exchange.response["headers"]["x-two"] == "2")
        #expect(exchange.response["body"] == ["ok": true])
        #expect(exchange.milliseconds > 0)
        #expect(exchange.error == nil)
    }

    @Test func keepsEveryAttemptHopAndPage() async throws {
        let detail = try await shown(
            #"{"url": "/a"}"#,
            script: { _, count in
                switch count {
                case 1: Answer(status: 503)
                case 2: .redirect("?b=1")
                default: .json("1")
                }
            }
        )
        #expect(detail.exchanges.map { $0.response["statusCode"].asInt } == [503, 302, 200])
        #expect(detail.overview.summary.requests == 3)
    }

    @Test func showsWhyNoAnswerCame() async throws {
        let detail = try await shown(#"{"url": "/", "method": "POST"}"#, script: { _, _ in .hangUp })
        #expect(detail.overview.error?.type == .connectionError)
        let exchange = try #require(detail.exchanges.first)
        #expect(exchange.response.isUndefined)
        #expect(exchange.error?.type == .connectionError)
    }

    static let paths: [(path: String, masked: [String], left: [String])] = [
        ("request.headers.X-Key", ["header-secret"], ["query-secret", "nested-secret", "answer-secret"]),
        ("request.qs.key", ["query-secret"], ["header-secret"]),
        ("request.body.user.pin", ["nested-secret"], ["left-in-body"]),
        ("request.body.*.pin", ["nested-secret", "other-nested"], ["left-in-body"]),
        ("request.body", ["nested-secret", "left-in-body"], ["header-secret"]),
        ("response.body.token", ["answer-secret"], ["listed-1"]),
        ("response.body.list[].token", ["listed-1", "listed-2"], ["answer-secret"]),
        ("response.body.list.token", ["listed-1", "listed-2"], ["answer-secret"]),
        ("response.body.list[2].token", ["listed-2"], ["listed-1"]),
        ("response.headers.x-answer", ["header-of-answer"], ["answer-secret"]),
        ("*.body", ["nested-secret", "answer-secret"], ["query-secret"]),
    ]

    @Test(arguments: paths)
    func masksWhatTheSpecNames(_ row: (path: String, masked: [String], left: [String])) async throws {
        let detail = try await shown(
            """
            {"url": "/", "method": "POST", "headers": {"X-Key": "header-secret"}, "qs": {"key": "query-secret"},
             "body": {"user": {"pin": "nested-secret", "name": "left-in-body"}, "other": {"pin": "other-nested"}},
             "log": {"sanitize": ["\(row.path)"]}}
            """,
            script: { _, _ in
                .json(
                    #"{"token": "answer-secret", "list": [{"token": "listed-1"}, {"token": "listed-2"}]}"#,
                    headers: [("X-Answer", "header-of-answer")]
                )
            }
        )
        let exchange = try #require(detail.exchanges.first)
        let text = exchange.request.jsonText() + exchange.response.jsonText()
        for secret in row.masked { #expect(!text.contains(secret)) }
        for rest in row.left { #expect(text.contains(rest)) }
    }

    @Test func headersThatAreAlwaysSecretNeedNoPath() async throws {
        let detail = try await shown(
            #"{"url": "/", "headers": {"Authorization": "Bearer abcdef", "Cookie": "sid=1", "Proxy-Authorization": "Basic xyz"}}"#,
            script: { _, _ in
                .json(#"{"echo": "you sent abcdef"}"#, headers: [("Set-Cookie", "sid=2"), ("Set-Cookie", "b=3")])
            }
        )
        let exchange = try #require(detail.exchanges.first)
        let text = exchange.request.jsonText() + exchange.response.jsonText()
        for secret in ["abcdef", "sid=1", "xyz", "sid=2", "b=3"] { #expect(!text.contains(secret)) }
        #expect(exchange.response["body"]["echo"] == "you sent ‹secret›")
    }

    @Test func aTextWhosePartsASpecMasksIsNotShownAtAll() async throws {
        let detail = try await shown(
            #"{"url": "/", "log": {"sanitize": ["response.body.token"]}, "response": {"type": "text"}}"#,
            script: { _, _ in .of("text/plain", "token=abc-secret") }
        )
        #expect(detail.exchanges.first?.response["body"] == "‹secret›")
    }

    @Test func aLongBodyIsCutAndKeepsNoPartOfWhatIsMasked() async throws {
        var limits = TestHost.quickLimits
        limits.loggedBodyBytes = 100
        let long = String(repeating: "x", count: 1_000)
        let open = try await shown(#"{"url": "/"}"#, limits: limits, script: { _, _ in .json("{\"a\": \"\(long)\"}") })
        #expect(open.exchanges.first?.response["body"].text == "{\"a\": \"" + String(repeating: "x", count: 93) + "…")
        #expect(open.exchanges.first?.response["bodyBytes"] == 1_009)
        let masked = try await shown(
            #"{"url": "/", "log": {"sanitize": ["response.body.token"]}}"#,
            limits: limits,
            script: { _, _ in .json("{\"token\": \"abc-secret\", \"a\": \"\(long)\"}") }
        )
        #expect(masked.exchanges.first?.response["body"] == "‹secret›")
    }

    @Test func keepsTheFirstAndTheLastRequestsOfALongCall() async throws {
        var limits = TestHost.quickLimits
        limits.loggedExchanges = 4
        let detail = try await shown(
            #"{"url": "/", "qs": {"n": "{{temp.n}}"}, "temp": {"n": "{{temp.n + 1}}"}, "repeat": {"condition": true, "limit": 9}}"#,
            limits: limits
        )
        #expect(detail.overview.summary.requests == 10)
        #expect(detail.omitted == 6)
        #expect(detail.exchanges.map { $0.request["qs"]["n"].text } == ["1", "2", "9", "10"])
    }

    @Test func theOldestCallsMakeRoom() async throws {
        var limits = TestHost.quickLimits
        limits.loggedCalls = 3
        let host = try TestHost(limits: limits)
        for number in 1...5 { _ = try await Probe.run(#"{"url": "/\#(number)"}"#, on: host) }
        let executions = host.runtime.executions
        let kept = executions.overviews(limit: 10)
        #expect(kept.count == 3)
        let paths = kept.compactMap { executions.detail($0.summary.id)?.exchanges.first?.request["url"].text.last }
        #expect(paths == ["5", "4", "3"])
        #expect(executions.overviews(limit: 2).count == 2)
        #expect(executions.overviews(limit: 10, app: kept[1].app).map(\.summary.id) == [kept[1].summary.id])
        #expect(executions.detail("exe_none") == nil)
    }

    @Test func largeCallsMakeRoomBySize() async throws {
        var limits = TestHost.quickLimits
        limits.loggedBytes = 40_000
        let host = try TestHost(limits: limits)
        let body = String(repeating: "x", count: 16_000)
        for _ in 1...5 {
            _ = try await Probe.run(#"{"url": "/"}"#, on: host, script: { _, _ in .of("text/plain", body) })
        }
        #expect(host.runtime.executions.overviews(limit: 10).count == 2)
    }

    @Test func keepsNothingWhenToldTo() async throws {
        var limits = TestHost.quickLimits
        limits.loggedCalls = 0
        let host = try TestHost(limits: limits)
        let probe = try await Probe.run(#"{"url": "/"}"#, on: host)
        #expect(probe.failure == nil)
        #expect(host.runtime.executions.overviews(limit: 10).isEmpty)
    }

    @Test func masksTheConnectionsSecretsWhereverTheyStand() async throws {
        let host = try TestHost()
        var app = TestApp(base: #"{"baseUrl": "URL"}"#)
        app.connections["c"] = TestApp.Connection(
            communication: #"{"url": "URL/me"}"#,
            parameters:
                #"[{"name": "key", "type": "password"}, {"name": "pin", "type": "password"}, {"name": "user"}]"#,
            common: #"{"clientSecret": "common/secret"}"#
        )
        app.modules["m"] = TestApp.Module(
            type: "action",
            communication: """
                {"url": "/{{connection.key}}", "method": "POST", "qs": {"k": "{{connection.key}}", "pin": "{{connection.pin}}"},
                 "body": {"text": "key {{connection.key}}.", "user": "{{connection.user}}", "pin": "{{connection.pin}}"},
                 "response": {"error": "The pin {{connection.pin}} and key {{connection.key}} of year 2077 are wrong"}}
                """,
            connection: "c"
        )
        let name = host.freshName()
        try host.install(app, as: name) { request in
            request.path == "/me"
                ? .json("{}") : .json(#"{"echo": ["s3cr/t \"k\"", "common/secret", 77, 2077]}"#, status: 400)
        }
        let connection = try await host.runtime.connections.create(
            app: name,
            connection: "c",
            name: nil,
            parameters: ["key": #"s3cr/t "k""#, "pin": "77", "user": "ada"]
        )
        let call = ComponentCall(app: name, component: "m", connection: connection.id)
        let failure = await callFailure { _ = try await host.runtime.runModule(call) { _ in } }
        #expect(failure?.error?.message == "The pin ‹secret› and key ‹secret› of year 2077 are wrong")
        let overview = try #require(host.runtime.executions.overviews(limit: 1).first)
        #expect(overview.connection == connection.id)
        let exchange = try #require(host.runtime.executions.detail(overview.summary.id)?.exchanges.first)
        #expect(exchange.request["url"].text.hasSuffix("/‹secret›"))
        #expect(exchange.request["qs"] == ["k": "‹secret›", "pin": "‹secret›"])
        #expect(exchange.request["body"] == ["text": "key ‹secret›.", "user": "ada", "pin": "‹secret›"])
        #expect(exchange.response["body"]["echo"] == ["‹secret›", "‹secret›", "‹secret›", 2077])
    }
}
