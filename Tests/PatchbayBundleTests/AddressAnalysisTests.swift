import IML
import Testing

@testable import PatchbayBundle

struct AddressAnalysisTests {
    /// Compiles requests as those of a module.
    private func communication(_ requests: String) throws -> Communication {
        let bundle = try TemporaryBundle(
            "sample",
            [
                "makecomapp.json": """
                {"fileVersion": 1, "components": {"module": {"m": {"label": "m", "moduleType": "search",
                 "codeFiles": {"communication": "m.iml.json"}}}}}
                """,
                "m.iml.json": requests,
            ]
        )
        return try #require(bundle.read().modules["m"]?.communication)
    }

    @Test(arguments: [
        ("/x/{{body.id}}", false), ("https://a.example/{{body.id}}", false), ("{{body.next}}", true),
        ("https://a.example{{body.path}}", true), ("https://{{body.host}}/x", true),
        ("https://{{connection.domain}}.example/{{body.id}}", false), ("{{connection.url}}/x/{{body.id}}", false),
        ("{{connection.url}}//{{body.host}}", true), ("{{connection.url}}{{body.rest}}", true),
        ("{{common.scheme}}://{{common.host}}/{{body.id}}", false), ("{{common.scheme}}://{{item.host}}/x", true),
        ("{{if(body.more, parameters.url, null)}}", true), ("{{parameters.url}}", false),
        ("/l?page={{pagination.page}}", false), ("{{headers.link}}", true), ("{{nobody.knows}}", true),
        ("{{ifempty(connection.x, '}}/')}}{{body.host}}", true), ("?after={{body.next}}", false),
        ("{{temp.own}}", false), ("{{temp.given}}", true), ("{{temp.copy}}/x", true), ("{{temp.other}}", false),
        ("{{get(temp, 'own')}}", true), ("{{temp.own}}/{{temp.given}}", false),
    ])
    func knowsWhichAddressesAnAnswerMayGive(_ url: String, _ isGiven: Bool) throws {
        let communication = try communication(
            """
            [{"url": "https://first.example/", "response": {"temp": {"given": "{{body.link}}", "own": "x"}}},
             {"temp": {"copy": "{{temp.deep}}", "deep": {"a": ["{{temp.given}}"]}, "other": "{{temp.own}}"},
              "url": "https://second.example/", "pagination": {"url": "\(url)"}}]
            """
        )
        #expect(communication.requests[0].answerGiven.isEmpty)
        #expect(communication.requests[1].answerGiven == (isGiven ? .page : []))
        #expect(communication.followsAnswers == isGiven)
    }

    @Test(arguments: [
        #"{"{{body.name}}": "x"}"#, #"{"{{...}}": "{{body}}"}"#, #""{{body}}""#,
    ])
    func anEntryThatMayHaveAnyNameMayBeAny(_ temp: String) throws {
        let communication = try communication(
            #"[{"url": "/a", "response": {"temp": \#(temp)}}, {"url": "{{temp.link}}"}]"#
        )
        #expect(communication.requests[1].answerGiven == .url)
    }

    @Test func aLongChainOfEntriesIsFollowedOnce() throws {
        let count = 3_000
        let entries = (1...count).map { #""t\#($0)": "{{temp.t\#($0 - 1)}}""# }.reversed().joined(separator: ", ")
        let communication = try communication(
            #"[{"url": "/a", "response": {"temp": {"t0": "{{body.x}}"}}}, {"temp": {\#(entries)}, "url": "{{temp.t\#(count)}}"}]"#
        )
        #expect(communication.requests[1].answerGiven == .url)
    }

    @Test func knowsTheOriginsThatAreWrittenOut() throws {
        let communication = try communication(
            """
            [{"baseUrl": "https://base.example/v1", "url": "/x"},
             {"url": "HTTP://Two.example:8080?x={{body.id}}", "pagination": {"url": "https://three.example{{body.path}}"}},
             {"url": "https://{{connection.domain}}/x"}, {"url": "https://"}]
            """
        )
        #expect(
            communication.namedOrigins.subtracting(["https://"]) == [
                "https://base.example", "HTTP://Two.example:8080", "https://three.example",
            ]
        )
    }
}
