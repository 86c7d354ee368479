import Foundation
import IML
import PatchbayAuth
import PatchbayBundle
import PatchbayStore
import PatchbayTesting
import Synchronization
import Testing

@testable import PatchbayRuntime

/// Wherever bytes of a request or an answer reach a text that is shown, no part of a secret does, in whatever form it is
/// written and wherever it is cut.
///
/// The places: an error's message, type and path (the API's answer, the event stream, the callback's page, what a command
/// prints, a connection's reason are made of these), and in the log of calls the address, the query, the header lines,
/// the bodies and the reason.
struct MaskedPlacesTests {
    /// A module that goes wrong in a way of its own once the service has answered.
    struct Place: Sendable, CustomStringConvertible {
        var name: String
        /// The module's communication.
        var communication: String
        /// What the service answers; `SECRET` stands for the form of a secret.
        var answer: @Sendable (String) -> Answer

        var description: String { name }

        private init(_ name: String, _ communication: String, _ answer: @escaping @Sendable (String) -> Answer) {
            self.name = name
            self.communication = communication
            self.answer = answer
        }

        /// An error of a function that is given the answer as text.
        private static func function(_ call: String) -> Place {
            Place(call, #"{"url": "/", "response": {"type": "text", "output": "{{\#(call)}}"}}"#) {
                .of("text/plain", $0)
            }
        }

        static let all: [Place] = [
            Place("cut JSON", #"{"url": "/"}"#) { .of("application/json", "{\"x\": \"" + $0) },
            Place("a word for JSON", #"{"url": "/", "response": {"type": "json"}}"#) { .of("text/plain", $0) },
            Place("a word in JSON", #"{"url": "/"}"#) { .of("application/json", "{\"x\": " + $0 + "}") },
            Place("XML that is none", #"{"url": "/"}"#) { .of("application/xml", "<a><b>" + $0 + "</a>") },
            Place("elements of XML", #"{"url": "/"}"#) { .of("application/xml", "<" + $0 + "></a>") },
            function("parseDate(body, 'YYYY')"), function("parseJSON(body)"), function("parseXML(body)"),
            function("join(body, ',')"), function("first(body)"), function("first(base64(body))"),
            function("parseNumber(body)"), function("map(body, 'x')"), function("sum(body)"), function("keys(body)"),
            function("formatDate(body, 'YYYY')"), function("addDays(now, body)"), function("body.x.y + sum(body)"),
            Place(
                "a delay",
                #"{"url": "/", "response": {"type": "text"}, "repeat": {"condition": true, "delay": "{{body}}"}}"#
            ) {
                .of("text/plain", $0)
            },
            Place("a limit", #"{"url": "/", "response": {"limit": "{{connection.key}}"}}"#) { .of("text/plain", $0) },
            Place("an error", #"{"url": "/", "response": {"error": "{{body}}"}}"#) {
                .of("text/plain", $0, status: 400)
            },
            Place("an error of JSON", #"{"url": "/", "response": {"error": "{{body}}"}}"#) {
                .json("{\"m\": [\(Value.text($0).jsonText())], \(Value.text($0).jsonText()): 1}", status: 400)
            },
            Place("a type", #"{"url": "/", "response": {"error": {"type": "{{body}}", "message": "no"}}}"#) {
                .of("text/plain", $0, status: 400)
            },
            Place("a reason", #"{"url": "/"}"#) { Answer(status: 418, reason: $0.replacing("\r\n", with: "")) },
            Place("header lines", #"{"url": "/", "response": {"error": "{{headers}}"}}"#) {
                Answer(status: 400, headers: [("X-Echo", $0.replacing("\r\n", with: ""))])
            },
            Place("a redirect", #"{"url": "/"}"#) { .redirect("ftp://\($0.replacing("\r\n", with: ""))") },
            Place("a redirect to a host", #"{"url": "/"}"#) { .redirect("http://[\($0.replacing("\r\n", with: ""))") },
            Place("a bare key", #"{"url": "/ok?{{connection.key}}"}"#) { .of("text/plain", $0, status: 400) },
            Place(
                "names",
                #"{"url": "/", "method": "POST", "qs": {"{{connection.key}}": 1}, "body": {"sessions": {"{{connection.key}}": 2}}}"#
            ) {
                .json(#"{"sessions": {\#(Value.text($0).jsonText()): {"of": "ada"}}}"#, status: 400)
            },
            Place("a name of a header", #"{"url": "/", "headers": {"X-{{connection.key}}": "x\n"}}"#) {
                .of("text/plain", $0)
            },
            Place("a type of response", #"{"url": "/", "response": {"type": "{{connection.key}}"}}"#) {
                .of("text/plain", $0)
            },
            Place("an address", #"{"url": "{{connection.key}}"}"#) { .of("text/plain", $0) },
        ]
    }

    /// Where a secret comes from.
    static let secrets = (
        connection: "Zq9/Xw+7&Kp=\"Vt3mU", common: "Hj4:Bn8?Gf6+Dd2/Ls", entered: "Rc5%Yx1;Wm0 Qv7~Eo"
    )

    private struct Setting {
        let host: TestHost
        let answer: Answering
        let id: String
        let app: String

        func run(_ module: String) async -> CallFailure? {
            let call = ComponentCall(
                app: app,
                component: module,
                connection: id,
                parameters: ["pin": .text(MaskedPlacesTests.secrets.entered)]
            )
            return await callFailure { _ = try await host.runtime.runModule(call) { _ in } }
        }

        /// Everything the last call left to be shown.
        func shown(_ failure: CallFailure?) -> String {
            var texts: [String] = []
            func add(_ error: PlatformError?) {
                guard let error else { return }
                texts += [error.message, error.type.rawValue, error.path ?? "", error.place?.file ?? ""]
            }
            add(failure?.asError)
            if let overview = host.runtime.executions.overviews(limit: 1).first {
                add(overview.error)
                for exchange in host.runtime.executions.detail(overview.summary.id)?.exchanges ?? [] {
                    add(exchange.error)
                    texts += [exchange.request.jsonText(), exchange.response.jsonText()]
                }
            }
            if case .executionFinished(_, _, _, let error) = host.reported.last { add(error) }
            return texts.joined(separator: "\n")
        }
    }

    /// What the service answers next.
    private final class Answering: Sendable {
        private let answer = Mutex<Answer>(.json("{}"))
        var next: Answer {
            get { answer.withLock(\.self) }
            set { answer.withLock { $0 = newValue } }
        }
    }

    private func setting() async throws -> Setting {
        var limits = TestHost.quickLimits
        limits.retries = 0
        let host = try TestHost(limits: limits)
        var app = TestApp(
            base: #"{"baseUrl": "URL", "headers": {"X-A": "{{connection.key}}"}}"#,
            common: (["apiKey": .text(Self.secrets.common)] as Value).jsonText()
        )
        app.connections["c"] = TestApp.Connection(
            communication: #"{"url": "URL/me"}"#,
            parameters: #"[{"name": "key", "type": "password"}]"#
        )
        for (index, place) in Place.all.enumerated() {
            app.modules["m\(index)"] = TestApp.Module(
                type: "action",
                communication: place.communication,
                connection: "c",
                parameters: #"[{"name": "pin", "type": "password"}]"#
            )
        }
        let answering = Answering()
        let name = host.freshName()
        let definition = try host.install(app, as: name) { request in
            request.path == "/me" ? .json("{}") : answering.next
        }
        try #require(definition.status == .loaded, "\(definition.diagnostics)")
        let made = try await host.runtime.connections.create(
            app: name,
            connection: "c",
            name: nil,
            parameters: ["key": .text(Self.secrets.connection)]
        )
        return Setting(host: host, answer: answering, id: made.id, app: name)
    }

    /// Pieces of names that messages hold too.
    private static let names = Set(["quot", "plus", "uote"].map { Array($0.utf8) })

    /// Four bytes in a row of a form of a secret that a text holds, in the text itself or escaped as JSON once more.
    private func leak(in shown: String, of forms: [String]) -> String? {
        let text = Array(shown.utf8)
        for form in forms {
            let bytes = Array(form.utf8)
            for start in stride(from: 0, through: bytes.count - 4, by: 1) {
                let piece = bytes[start..<start + 4]
                // What escapes alike says nothing.
                if piece.allSatisfy({ "%\\u0&#x;235cdf".utf8.contains($0) }) || Self.names.contains(Array(piece)) {
                    continue
                }
                if text.firstRange(of: piece) != nil { return String(decoding: piece, as: UTF8.self) }
            }
        }
        return nil
    }

    @Test func holdNoPartOfASecretInAnyForm() async throws {
        let setting = try await setting()
        for (index, place) in Place.all.enumerated() {
            for form in SecretForm.all {
                let written = [Self.secrets.connection, Self.secrets.common, Self.secrets.entered].map(form.write)
                // The first stands whole, the second across the cut of an excerpt, the third behind it.
                let text =
                    "x " + written[0] + String(repeating: ".", count: 12) + " " + written.joined(separator: " | ")
                setting.answer.next = place.answer(text)
                let failure = await setting.run("m\(index)")
                let shown = setting.shown(failure)
                if let piece = leak(in: shown, of: written) {
                    Issue.record("\(place), \(form): '\(piece)' in \(shown)")
                }
            }
        }
    }

    @Test(arguments: [
        ("as it is", [0, 1, 5, 7, 11]), ("percent", [5]), ("JSON, marks escaped", [6]),
        ("base64", [0]), ("HTML", [1]), ("hexadecimal", [5]),
    ])
    func holdNoPartOfASecretAtAnyOffset(_ form: String, _ places: [Int]) async throws {
        let setting = try await setting()
        let form = try #require(SecretForm.all.first { $0.name == form })
        let written = form.write(Self.secrets.connection)
        for index in places {
            // Beginnings of bodies are longer than those of values.
            for offset in 0...(index < 5 ? 122 : 62) {
                setting.answer.next = Place.all[index].answer(String(repeating: ".", count: offset) + " " + written)
                let failure = await setting.run("m\(index)")
                let shown = setting.shown(failure)
                if let piece = leak(in: shown, of: [written]) {
                    Issue.record("\(Place.all[index]), \(form), \(offset): '\(piece)' in \(shown)")
                }
            }
        }
    }

    /// In whatever encoding an answer is, it is masked as text.
    @Test(arguments: ["utf-16le", "utf-16be", ""])
    func holdNoPartOfASecretInAnotherEncoding(_ label: String) async throws {
        let setting = try await setting()
        for text in [
            "{\"m\": \"\(Self.secrets.common)",
            "{\"m\": \"\(String(repeating: Self.secrets.common + " ", count: 2_000))",
        ] {
            let bytes = text.utf16.flatMap { unit in
                label == "utf-16be" ? [UInt8(unit >> 8), UInt8(unit & 255)] : [UInt8(unit & 255), UInt8(unit >> 8)]
            }
            let charset = label.isEmpty ? "" : "; charset=\(label)"
            setting.answer.next = Answer(headers: [("Content-Type", "application/json" + charset)], body: bytes)
            let failure = await setting.run("m0")
            #expect(failure != nil || label.isEmpty)
            let shown = setting.shown(failure).replacing("\\u0000", with: "").filter { $0 != "\0" }
            if let piece = leak(in: shown, of: [Self.secrets.common]) {
                Issue.record("'\(piece)' in \(shown.prefix(900))")
            }
        }
    }

    @Test func theErrorsStillSayWhatIsWrong() async throws {
        let setting = try await setting()
        setting.answer.next = .of("application/json", "{\"ok\": 1, \"x\": \"" + Self.secrets.connection + " and more")
        let cut = await setting.run("m0")?.error?.message
        #expect(
            cut == "The response (status 200) is not JSON: Expected `,` or `}`, found something else "
                + "(line 1, column 30). "
                + "It begins with: '{\"ok\": 1, \"x\": \"‹secret› and more'"
        )
        let parsing = try #require(Place.all.firstIndex { $0.name.hasPrefix("parseDate") })
        setting.answer.next = .of("text/plain", "the " + Self.secrets.common + " day")
        let parsed = await setting.run("m\(parsing)")?.error?.message
        #expect(
            parsed
                == "parseDate: argument 1 has to be a date in the format YYYY, not a text: \"the ‹secret› day\"."
        )
    }
}

/// Texts of errors have a bound, whoever makes them.
struct ErrorSizeTests {
    @Test func aBodyInAnErrorIsKeptAsFarAsAnErrorIsLong() async throws {
        let host = try TestHost()
        let body = String(repeating: "no ", count: 1_000_000)
        let probe = try await Probe.run(
            #"{"url": "/", "response": {"error": {"message": "{{body}}", "type": "{{body}}"}}}"#,
            on: host,
            script: { _, _ in .of("text/plain", body, status: 400) }
        )
        let error = try #require(probe.error)
        #expect(error.message.utf8.count == 4_096 + 3)
        #expect(error.type.rawValue.utf8.count < 300)
        let overview = try #require(host.runtime.executions.overviews(limit: 1).first)
        #expect(overview.error == error)
        let events = host.reported.compactMap { event in
            if case .executionFinished(_, _, _, let error) = event { error } else { nil }
        }
        #expect(events == [error])
    }

    @Test func aConnectionsReasonIsAsLongAsAnErrorAtMost() async throws {
        let host = try TestHost()
        var app = TestApp(
            base:
                #"{"baseUrl": "URL", "response": {"error": {"message": "{{body}}", "type": "InvalidAccessTokenError"}}}"#
        )
        app.connections["c"] = TestApp.Connection(communication: #"{"url": "URL/me"}"#)
        app.modules["m"] = TestApp.Module(type: "action", communication: #"{"url": "/m"}"#, connection: "c")
        let body = String(repeating: "no ", count: 100_000)
        let name = host.freshName()
        try host.install(app, as: name) { $0.path == "/me" ? .json("{}") : .of("text/plain", body, status: 401) }
        let made = try await host.runtime.connections.create(app: name, connection: "c", name: nil, parameters: [:])
        _ = await callFailure {
            _ = try await host.runtime.runModule(ComponentCall(app: name, component: "m", connection: made.id)) { _ in }
        }
        let record = try #require(try await host.store.connection(made.id))
        #expect(record.status == .broken)
        #expect(try #require(record.reason).utf8.count == 4_096 + 3)
    }

    @Test func refusalsMakeRoomByTheirBytes() {
        let refusals = RefusedAuthorizations(capacity: 3, mostBytes: 100)
        for index in 1...4 { refusals.keep("refused \(index)", of: "\(index)") }
        #expect((1...4).map { refusals["\($0)"] } == [nil, "refused 2", "refused 3", "refused 4"])
        refusals.keep(String(repeating: "x", count: 85), of: "3")
        #expect((2...4).map { refusals["\($0)"]?.count } == [nil, 85, 9])
        refusals.forget("3")
        refusals.keep("again", of: "2")
        #expect(refusals["2"] == "again")
    }

    @Test func theLogOfCallsCountsWhatSecretsAndErrorsTake() async throws {
        var limits = TestHost.quickLimits
        limits.loggedBytes = 60_000
        let host = try TestHost(limits: limits)
        let pin = String(repeating: "long", count: 5_000)
        for _ in 1...5 {
            _ = try await Probe.run(
                #"{"url": "/"}"#,
                expect: #"[{"name": "pin", "type": "password"}]"#,
                parameters: ["pin": .text(pin)],
                on: host
            )
        }
        #expect(host.runtime.executions.overviews(limit: 10).count == 2)
    }
}
