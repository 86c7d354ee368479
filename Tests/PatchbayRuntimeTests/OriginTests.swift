import IML
import PatchbayAuth
import PatchbayBundle
import PatchbayRuntime
import Synchronization
import Testing

/// Credentials go to origins that a spec names, whatever address an answer gives.
struct OriginTests {
    private static let key = "sekret-0123456789"

    /// Another server, at another port and so another origin, with what it was asked.
    private final class Elsewhere: Sendable {
        let server: ScriptedServer
        private let received = Mutex<[Received]>([])

        init(answer: String = #"{"items": [{"id": 2}]}"#, status: Int = 200) throws {
            server = try ScriptedServer()
            server.answerTheRest { [weak self] request in
                self?.received.withLock { $0.append(request) }
                return .json(answer, status: status)
            }
        }

        var origin: String { "http://127.0.0.1:\(server.port)" }
        var requests: [Received] { received.withLock(\.self) }
    }

    private static let credentials =
        #""headers": {"Authorization": "Bearer t", "Cookie": "s=1", "X-Key": "{{parameters.key}}", "X-Plain": "1"}"#
    private static let items = #""iterate": "{{body.items}}", "output": "{{item.id}}""#

    private func run(
        _ communication: String,
        base: String = #"{"baseUrl": "URL"}"#,
        parameters: Fields = [:],
        on host: TestHost? = nil,
        script: @escaping @Sendable (Received, Int) -> Answer
    ) async throws -> Probe {
        var given = parameters
        given["key"] = .text(Self.key)
        return try await Probe.run(
            communication,
            app: TestApp(base: base),
            expect: #"[{"name": "key", "type": "password"}, {"name": "site", "type": "text"}]"#,
            parameters: given,
            on: host,
            script: script
        )
    }

    /// An answer with one item and a link.
    private static func page(_ link: String) -> Answer { .json(#"{"items": [{"id": 1}], "next": "\#(link)"}"#) }

    /// What may go to a stranger of a request with ``credentials``.
    private func expectNothingSecret(_ request: Received, sourceLocation: SourceLocation = #_sourceLocation) {
        for name in ["authorization", "cookie", "x-key"] {
            #expect(request.header(name) == nil, "\(name)", sourceLocation: sourceLocation)
        }
        #expect(request.header("x-plain") == "1", sourceLocation: sourceLocation)
        #expect(!request.target.contains(Self.key), sourceLocation: sourceLocation)
        #expect(!request.text.contains(Self.key), sourceLocation: sourceLocation)
    }

    private func expectCredentials(_ request: Received?, sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(request?.header("authorization") == "Bearer t", sourceLocation: sourceLocation)
        #expect(request?.header("x-key") == Self.key, sourceLocation: sourceLocation)
    }

    // MARK: Pages

    @Test func aNextPageElsewhereGetsNothingSecret() async throws {
        let other = try Elsewhere()
        let probe = try await run(
            """
            {"url": "/l", \(Self.credentials), "qs": {"api_key": "{{parameters.key}}", "x": "1"},
             "oauth": {"consumer_key": "k", "consumer_secret": "s"},
             "response": {\(Self.items)}, "pagination": {"url": "{{body.next}}"}}
            """,
            script: { _, _ in Self.page("\(other.origin)/l?page=2") }
        )
        #expect(probe.output == "1\n2")
        #expect(probe.requests[0].header("authorization")?.hasPrefix("OAuth ") == true)
        #expect(probe.requests[0].query?.contains(Self.key) == true)
        let stranger = try #require(other.requests.first)
        expectNothingSecret(stranger)
        #expect(stranger.query?.contains("page=2") == true)
        #expect(stranger.query?.contains("x=1") == true)
    }

    @Test(arguments: ["true", "false"])
    func whatThePaginationItselfSaysIsNoException(merges: String) async throws {
        let other = try Elsewhere()
        let probe = try await run(
            """
            {"url": "/l", "response": {\(Self.items)},
             "pagination": {"mergeWithParent": \(merges), "url": "{{body.next}}", \(Self.credentials),
                            "qs": {"k": "{{base64(parameters.key)}}", "y": "1"}}}
            """,
            script: { _, _ in Self.page("\(other.origin)/l") }
        )
        #expect(probe.output == "1\n2")
        let stranger = try #require(other.requests.first)
        expectNothingSecret(stranger)
        #expect(stranger.query == "y=1")
    }

    @Test func aNextPageOfTheBasesOriginKeepsItsCredentials() async throws {
        for link in ["/l?page=2", "URL/l?page=2", "HTTP://127.0.0.1:PORT/APP/l?page=2"] {
            let probe = try await run(
                #"{"url": "/l", \#(Self.credentials), "response": {\#(Self.items)}, "pagination": {"url": "{{body.next}}"}}"#,
                script: { request, count in
                    let port = request.header("host")?.split(separator: ":").last.map(String.init) ?? ""
                    let link = link.replacing("URL", with: "http://127.0.0.1:PORT/APP").replacing("PORT", with: port)
                        .replacing("APP", with: request.app)
                    return count == 1 ? Self.page(link) : .json(#"{"items": [{"id": 2}]}"#)
                }
            )
            #expect(probe.output == "1\n2")
            #expect(probe.requests.last?.target == "/l?page=2")
            expectCredentials(probe.requests.last)
        }
    }

    @Test func anAddressOfWhatTheCallerGaveIsTheSpecsOwn() async throws {
        let other = try Elsewhere()
        let probe = try await run(
            """
            {"url": "{{parameters.site}}/l/{{ifempty(body.id, 1)}}", \(Self.credentials),
             "response": {\(Self.items)}, "pagination": {"url": "{{body.next}}"}}
            """,
            base: "{}",
            parameters: ["site": .text(other.origin)],
            script: { _, _ in .json("{}") }
        )
        #expect(probe.failure == nil)
        #expect(other.requests.count == 1)
        expectCredentials(other.requests.first)
    }

    // MARK: Requests of a list

    @Test(arguments: ["{{temp.link}}", "{{temp.copy}}/x", "http://{{temp.host}}/x", "{{get(temp, 'link')}}"])
    func aLaterRequestToAnAddressOfAnAnswerGetsNothingSecret(_ url: String) async throws {
        let other = try Elsewhere()
        let probe = try await run(
            """
            [{"url": "/a", "response": {"temp": {"link": "{{body.link}}", "host": "{{body.host}}", "own": "x"}}},
             {"temp": {"copy": "{{temp.link}}"}, "url": "\(url)", \(Self.credentials)}]
            """,
            script: { _, _ in .json(#"{"link": "\#(other.origin)", "host": "127.0.0.1:\#(other.server.port)"}"#) }
        )
        #expect(probe.failure == nil)
        expectNothingSecret(try #require(other.requests.first))
    }

    @Test func anOriginThatTheSpecWritesOutIsItsOwn() async throws {
        let other = try Elsewhere()
        let probe = try await run(
            """
            [{"url": "/a", "response": {"temp": {"id": "{{body.id}}", "link": "{{body.link}}"}}},
             {"url": "{{temp.link}}", \(Self.credentials)},
             {"url": "\(other.origin)/items/{{temp.id}}", \(Self.credentials)}]
            """,
            script: { _, _ in .json(#"{"link": "\#(other.origin)/linked", "id": 7}"#) }
        )
        #expect(probe.failure == nil)
        #expect(other.requests.map(\.target) == ["/linked", "/items/7"])
        for request in other.requests { expectCredentials(request) }
    }

    @Test func whatFollowsAHostThatIsWrittenOutIsNoPartOfIt() async throws {
        let other = try Elsewhere()
        // The port that the spec wrote begins as the other's does.
        let port = String(other.server.port)
        let probe = try await run(
            """
            [{"url": "/a", "response": {"temp": {"rest": "{{body.rest}}"}}},
             {"url": "http://127.0.0.1:\(port.dropLast()){{temp.rest}}", \(Self.credentials)}]
            """,
            script: { _, _ in .json(#"{"rest": "\#(port.suffix(1))/x"}"#) }
        )
        #expect(probe.failure == nil)
        expectNothingSecret(try #require(other.requests.first))
    }

    @Test func tempThatNoAnswerIsPartOfIsTheSpecsOwn() async throws {
        let other = try Elsewhere()
        let probe = try await run(
            """
            [{"temp": {"site": "{{parameters.site}}"}, "url": "/a", "response": {"temp": {"from": "{{body.id}}"}}},
             {"temp": {"place": "{{temp.site}}/x"}, "url": "{{temp.place}}", \(Self.credentials)}]
            """,
            parameters: ["site": .text(other.origin)],
            script: { _, _ in .json(#"{"id": 1}"#) }
        )
        #expect(probe.failure == nil)
        expectCredentials(other.requests.first)
    }

    @Test(arguments: [
        ("body", #"{"url": "{{temp.link}}/x", "method": "POST", "body": {"key": "{{parameters.key}}"}}"#),
        ("path", #"{"url": "{{temp.link}}/x/{{parameters.key}}"}"#),
    ])
    func aSecretThatCannotBeLeftOutEndsTheCall(_ part: String, _ request: String) async throws {
        let other = try Elsewhere()
        let probe = try await run(
            #"[{"url": "/a", "response": {"temp": {"link": "{{body.link}}"}}}, \#(request)]"#,
            script: { _, _ in .json(#"{"link": "\#(other.origin)"}"#) }
        )
        #expect(other.requests.isEmpty)
        #expect(probe.error?.type == .runtimeError)
        #expect(
            probe.error?.message
                == "An answer leads to \(other.origin), an origin the spec does not name; the request's \(part) holds "
                + "credentials that are not sent there."
        )
    }

    /// A secret that stands in an address as it is may hold what its parts end at.
    @Test func noPartOfASecretIsTakenForAnEntryOfAQuery() async throws {
        let other = try Elsewhere()
        let probe = try await Probe.run(
            """
            [{"url": "/a", "response": {"temp": {"link": "{{body.link}}"}}},
             {"url": "{{temp.link}}/x?a=1&{{parameters.key}}&b=2"}]
            """,
            expect: #"[{"name": "key", "type": "password"}]"#,
            parameters: ["key": "Zq9/Xw&Kp=Vt3&mU8s"],
            script: { _, _ in .json(#"{"link": "\#(other.origin)"}"#) }
        )
        #expect(probe.failure == nil)
        #expect(other.requests.map(\.target) == ["/x?a=1&b=2"])
        let split = try await Probe.run(
            #"[{"url": "/a", "response": {"temp": {"link": "{{body.link}}"}}}, {"url": "{{temp.link}}/x/{{parameters.key}}"}]"#,
            expect: #"[{"name": "key", "type": "password"}]"#,
            parameters: ["key": "Zq9Xw?Kp=Vt3"],
            script: { _, _ in .json(#"{"link": "\#(other.origin)"}"#) }
        )
        #expect(split.error?.message.contains("the request's path holds credentials") == true)
        #expect(other.requests.count == 1)
    }

    @Test func aBaseOfAnAnswerIsNoneOfTheSpecs() async throws {
        let other = try Elsewhere()
        let probe = try await run(
            """
            [{"url": "/a", "response": {"temp": {"link": "{{body.link}}"}}},
             {"baseUrl": "{{temp.link}}", "url": "/x", \(Self.credentials)}]
            """,
            script: { _, _ in .json(#"{"link": "\#(other.origin)"}"#) }
        )
        #expect(probe.failure == nil)
        expectNothingSecret(try #require(other.requests.first))
    }

    @Test func aStrangersRefusalIsNoWordOnTheCredentials() async throws {
        let other = try Elsewhere(answer: "{}", status: 401)
        let probe = try await run(
            """
            {"url": "/l", "response": {\(Self.items), "error": {"401": {"type": "InvalidAccessTokenError", "message": "No."}}},
             "pagination": {"url": "{{body.next}}"}}
            """,
            script: { _, _ in Self.page("\(other.origin)/l") }
        )
        #expect(other.requests.count == 1)
        #expect(probe.error?.type == .runtimeError)
        #expect(
            probe.error?.message
                == "No. (The request went there without credentials: an answer led to \(other.origin), an origin the spec "
                + "does not name.)"
        )
    }

    // MARK: Down to http

    /// A host whose every request goes to its own server, whatever it is for, so that https needs no certificate.
    private func answersToSecureRequests(_ communication: String, _ answer: Answer) async throws -> [Received] {
        let host = try TestHost(redirectsEverything: true)
        return try await run(
            communication,
            base: "{}",
            on: host,
            script: { request, count in
                var answer = answer
                func put(_ text: String) -> String { text.replacing("APP", with: request.app) }
                answer.headers = answer.headers.map { ($0.0, put($0.1)) }
                answer.body = Array(put(String(decoding: answer.body, as: UTF8.self)).utf8)
                return count == 1 ? answer : .json(#"{"items": []}"#)
            }
        ).requests
    }

    @Test(arguments: ["", #", {"url": "http://api.test/never", "condition": false}"#])
    func nothingSecretGoesFromHTTPSToHTTP(_ more: String) async throws {
        let request =
            #"{"url": "https://api.test/{{last(split('URL', '/'))}}/l", \#(Self.credentials), "response": {\#(Self.items)}, "pagination": {"url": "{{body.next}}"}}"#
        let down = try await answersToSecureRequests("[\(request)\(more)]", Self.page("http://api.test/APP/l?page=2"))
        #expect(down.count == 2)
        expectCredentials(down.first)
        expectNothingSecret(try #require(down.last))
        let kept = try await answersToSecureRequests("[\(request)\(more)]", Self.page("https://api.test/APP/l?page=2"))
        #expect(kept.count == 2)
        expectCredentials(kept.last)
    }

    @Test func norDoesItBehindARedirect() async throws {
        let seen = try await answersToSecureRequests(
            #"{"url": "https://api.test/{{last(split('URL', '/'))}}/l", \#(Self.credentials)}"#,
            .redirect("http://api.test/APP/l2")
        )
        #expect(seen.map(\.path) == ["/l", "/l2"])
        expectCredentials(seen.first)
        expectNothingSecret(try #require(seen.last))
    }

    // MARK: Connections

    @Test func aConnectionsOwnRequestsFollowTheSameRule() async throws {
        let host = try TestHost.shared.get()
        let other = try Elsewhere(answer: #"{"id": "ada"}"#)
        let name = host.freshName()
        var app = TestApp()
        app.connections["key"] = TestApp.Connection(
            communication: """
                [{"url": "URL/a", "response": {"temp": {"link": "{{body.link}}"}}},
                 {"url": "{{temp.link}}/x", \(Self.credentials), "response": {"uid": "{{body.id}}"}}]
                """,
            parameters: #"[{"name": "key", "type": "password"}]"#
        )
        let definition = try host.install(app, as: name) { _ in .json(#"{"link": "\#(other.origin)"}"#) }
        try #require(definition.status == .loaded, "\(definition.diagnostics)")
        let made = try await host.runtime.connections.create(
            app: name,
            connection: "key",
            name: nil,
            parameters: ["key": .text(Self.key)]
        )
        #expect(made.uid == "ada")
        expectNothingSecret(try #require(other.requests.first))
    }
}
