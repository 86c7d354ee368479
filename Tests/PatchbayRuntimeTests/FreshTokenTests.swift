import IML
import OAuth1
import PatchbayAuth
import PatchbayBundle
import PatchbayTesting
import Synchronization
import Testing

@testable import PatchbayRuntime

/// What a service says while it gives credentials is secret: nobody knows its tokens before it is read.
struct FreshTokenTests {
    private static let token = "fr3sh-T0ken/4b5c6d7e8f9a0b1c+2d"

    /// Answers in a form the spec cannot read, whatever it expects.
    private static let answers: [@Sendable () -> Answer] = [
        { .of("application/json", "{\"access_token\": \"\(token)\", ") },
        { .of("application/json", "{\"access_token\": \(token)}") },
        { .of("application/xml", "<\(token)><token>\(token)</tokens>") },
        { .of("application/xml", "<token>&\(token);</token>") },
        { .json("{\"token\": \"\(token)\", \"due\": \"\(token)\"}") },
        { .json("{\"token\": {\"\(token)\": \"\(token)\"}, \"due\": [\"\(token)\"]}") },
        { Answer(status: 302, headers: [("Location", "http://[/?code=\(token)")]) },
        { Answer(status: 200, headers: [("X-Auth-Token", token), ("X-Id", token)], body: Array("{".utf8)) },
    ]

    /// What the specs make of it, most of it wrong for any text.
    private static let responses = [
        #"{"type": "json", "data": {"token": "{{body.token}}"}}"#,
        #"{"data": {"token": "{{parseDate(body.token, 'YYYY')}}"}}"#,
        #"{"data": {"token": "{{parseJSON(body.due)}}"}}"#,
        #"{"data": {"token": "{{join(body.token, ' ')}}"}}"#,
        #"{"data": {"token": "{{first(base64(body.token))}}"}}"#,
        #"{"data": {"token": "{{body.token}}"}, "expires": "{{body.due}}"}"#,
        #"{"temp": {"t": "{{sum(body)}}"}, "data": "{{body.token}}"}"#,
        #"{"valid": "{{parseNumber(headers['x-id'])}}"}"#,
        #"{"valid": "{{false}}", "error": {"type": "InvalidAccessTokenError", "message": "Refused: {{body}}"}}"#,
    ]

    private func app(_ response: String) -> TestApp {
        var app = TestApp(base: #"{"baseUrl": "URL"}"#)
        app.connections["c"] = TestApp.Connection(
            communication: """
                {"login": {"url": "URL/login", "response": {"data": {"token": "{{body.token}}", "due": 1}}},
                 "renew": {"url": "URL/renew", "method": "POST", "followAllRedirects": true, "response": \(response)}}
                """
        )
        app.modules["m"] = TestApp.Module(type: "action", communication: #"{"url": "/m"}"#, connection: "c")
        return app
    }

    @Test func areInNoErrorAndNoLogWhateverTheAnswerIs() async throws {
        let host = try TestHost(handlers: [RenewingHandler(), OAuth1Handler()])
        for response in Self.responses {
            let name = host.freshName()
            let answer = Mutex<@Sendable () -> Answer>({ .json("{}") })
            let definition = try host.install(app(response), as: name) { request in
                request.path == "/login" ? .json(#"{"token": "t1"}"#) : answer.withLock(\.self)()
            }
            try #require(definition.status == .loaded, "\(definition.diagnostics)")
            for next in Self.answers {
                answer.withLock { $0 = next }
                let id = try await host.runtime.connections.create(
                    app: name,
                    connection: "c",
                    name: nil,
                    parameters: [:]
                )
                .id
                let call = ComponentCall(app: name, component: "m", connection: id)
                let failure = await callFailure { _ = try await host.runtime.runModule(call) { _ in } }
                var shown = [failure?.asError.message ?? "", failure?.asError.type.rawValue ?? ""]
                let summary = try await host.runtime.connections.get(id)
                shown += [summary.reason ?? "", summary.dataKeys.joined(separator: " ")]
                let overview = try #require(host.runtime.executions.overviews(limit: 1).first)
                shown.append(overview.error?.message ?? "")
                for exchange in try #require(host.runtime.executions.detail(overview.summary.id)).exchanges {
                    shown += [exchange.request.jsonText(), exchange.response.jsonText(), exchange.error?.message ?? ""]
                }
                let text = shown.joined(separator: "\n")
                for piece in ["fr3sh", "T0ken", "4b5c6d", "9a0b1c"] where text.contains(piece) {
                    Issue.record("\(response) shows '\(piece)' of \(next().body.count) bytes: \(text)")
                }
            }
        }
    }

    @Test func errorsSayTheLengthOfWhatTheyDoNotShow() async throws {
        let host = try TestHost(handlers: [RenewingHandler(), OAuth1Handler()])
        func message(_ response: String, _ answer: Answer) async throws -> String? {
            var app = app("{}")
            app.connections["c"]?.communication = #"{"login": {"url": "URL/login", "response": \#(response)}}"#
            let name = host.freshName()
            try host.install(app, as: name) { _ in answer }
            return await callFailure {
                _ = try await host.runtime.connections.create(app: name, connection: "c", name: nil, parameters: [:])
            }?.error?.message
        }
        let cut = "{\"access_token\": \"\(Self.token)\", "
        #expect(
            try await message("{}", .of("application/json", cut))
                == "The response (status 200) is not JSON: The JSON ends where a key in double quotes has to stand "
                + "(line 1, column \(cut.count + 1)). It begins with: '‹\(cut.count) bytes›'"
        )
        let parsed = try await message(
            #"{"data": {"token": "{{parseDate(body.token, 'YYYY')}}"}}"#,
            .json("{\"token\": \"\(Self.token)\"}")
        )
        #expect(parsed == "parseDate: argument 1 has to be a date in the format YYYY, not a text: ‹33 bytes›.")
        // What the spec itself makes of a refusal is shown, but for what sounds secret in it.
        #expect(
            try await message(
                #"{"error": "{{body.error}}: {{body.why}} ({{body.access_token}})"}"#,
                .json(
                    #"{"error": "invalid_grant", "why": "see 0a1b2c3d4e5f6a7b8c9d", "access_token": "abcd1"}"#,
                    status: 400
                )
            ) == "invalid_grant: see 0a1b2c3d4e5f6a7b8c9d (‹secret›)"
        )
    }
}
