import IML
import PatchbayAuth
import PatchbayRuntime
import Testing

/// An answer, how a spec reads it, and what comes out.
struct ResponseRow: Sendable, CustomTestStringConvertible {
    var testDescription: String
    /// The `response` part of the spec.
    var response: String
    var answer: Answer
    var type = "search"
    /// The bundles as JSON, joined by spaces; or an error.
    var expected: String

    init(_ name: String, _ response: String, _ answer: Answer, type: String = "search", _ expected: String) {
        testDescription = name
        self.response = response
        self.answer = answer
        self.type = type
        self.expected = expected
    }
}

struct ResponseTests {
    static let types: [ResponseRow] = [
        ResponseRow("automatic json", "{}", .json(#"{"a": 1.50}"#), #"{"a":1.5}"#),
        ResponseRow("automatic +json", "{}", .of("application/hal+json; charset=utf-8", #"{"a":1}"#), #"{"a":1}"#),
        ResponseRow(
            "automatic form",
            "{}",
            .of("application/x-www-form-urlencoded", "a=1&b=x%20y+z"),
            #"{"a":"1","b":"x y z"}"#
        ),
        ResponseRow("automatic text", "{}", .of("text/plain", "hello"), #""hello""#),
        ResponseRow(
            "text in Latin-1",
            "{}",
            Answer(headers: [("Content-Type", "text/plain; charset=ISO-8859-1")], body: [0x63, 0x61, 0x66, 0xE9]),
            #""café""#
        ),
        ResponseRow("automatic html stays text", "{}", .of("text/html", "<p>hi"), #""<p>hi""#),
        ResponseRow("automatic without a type guesses json", "{}", Answer(body: Array(#"[1,2]"#.utf8)), "1 2"),
        ResponseRow("automatic without a type guesses text", "{}", Answer(body: Array("plain".utf8)), #""plain""#),
        ResponseRow("words labelled as json are text", "{}", .json("OK"), #""OK""#),
        ResponseRow("white space labelled as json is nothing", "{}", .json(" \n"), ""),
        ResponseRow(
            "json that breaks off",
            "{}",
            .json(#"{"a": "#),
            "DataError: The response (status 200) is not JSON"
        ),
        ResponseRow(
            "automatic xml",
            "{}",
            .of("application/xml", "<r><a>1</a><a>2</a></r>"),
            #"{"r":[{"a":["1","2"]}]}"#
        ),
        ResponseRow("json by name", #"{"type": "json"}"#, .of("text/plain", "[]"), ""),
        ResponseRow(
            "json by name that is none",
            #"{"type": "json"}"#,
            .of("text/html", "<html>busy</html>"),
            "DataError: The response (status 200) is not JSON"
        ),
        ResponseRow("text by name", #"{"type": "text"}"#, .json(#"{"a":1}"#), #""{\"a\":1}""#),
        ResponseRow("string by name", #"{"type": "string"}"#, .json("1"), #""1""#),
        ResponseRow("raw by name", #"{"type": "raw"}"#, .json("1"), #""1""#),
        ResponseRow(
            "urlencoded by name",
            #"{"type": "urlencoded"}"#,
            .of("text/plain", "a=1&a=2"),
            #"{"a":["1","2"]}"#
        ),
        ResponseRow(
            "binary by name",
            #"{"type": "binary", "output": "{{length(body)}}"}"#,
            Answer(body: [0xFF, 0x00, 0x01]),
            "3"
        ),
        ResponseRow(
            "a type by status: exact beats range beats star",
            #"{"type": {"*": "text", "2xx": "json", "201": "urlencoded"}}"#,
            .of("text/plain", "a=1", status: 201),
            #"{"a":"1"}"#
        ),
        ResponseRow(
            "a type by status: range beats star",
            #"{"type": {"*": "text", "200-299": "json"}}"#,
            .of("text/plain", #"{"a":1}"#, status: 202),
            #"{"a":1}"#
        ),
        ResponseRow(
            "an empty body is undefined",
            #"{"output": {"body": "{{body}}", "s": "{{statusCode}}"}}"#,
            Answer(status: 204),
            #"{"s":204}"#
        ),
        ResponseRow(
            "headers are lower case and found in any",
            #"{"output": {"a": "{{headers.`x-thing`}}", "b": "{{headers.`X-Thing`}}"}}"#,
            Answer(headers: [("X-THING", "v")]),
            #"{"a":"v","b":"v"}"#
        ),
    ]

    /// Header lines that come several times, as Node's `http.IncomingMessage` gives them.
    static let headerLines: [ResponseRow] = [
        ResponseRow(
            "one cookie is an array",
            #"{"output": "{{createJSON(headers.`set-cookie`)}}"}"#,
            Answer(headers: [("Set-Cookie", "a=1; Path=/")]),
            #""[\"a=1; Path=/\"]""#
        ),
        ResponseRow(
            "several cookies are one",
            #"{"output": "{{join(headers.`set-cookie`, ' | ')}}"}"#,
            Answer(headers: [("Set-Cookie", "a=1"), ("set-cookie", "b=2")]),
            #""a=1 | b=2""#
        ),
        ResponseRow(
            "lines of another name are one text",
            #"{"output": "{{headers.link}}"}"#,
            Answer(headers: [("Link", "<a>; rel=next"), ("X-Other", "1"), ("link", "<b>; rel=last"), ("LINK", "<c>")]),
            #""<a>; rel=next, <b>; rel=last, <c>""#
        ),
        ResponseRow(
            "cookies are joined by semicolons",
            #"{"output": "{{headers.cookie}}"}"#,
            Answer(headers: [("Cookie", "a=1"), ("Cookie", "b=2")]),
            #""a=1; b=2""#
        ),
        ResponseRow(
            "of what has one value the first counts",
            #"{"output": "{{headers.etag}} {{headers.`retry-after`}}"}"#,
            Answer(headers: [("ETag", "one"), ("ETag", "two"), ("Retry-After", "3"), ("Retry-After", "4")]),
            #""one 3""#
        ),
    ]

    @Test(arguments: headerLines)
    func readsRepeatedHeaders(_ row: ResponseRow) async throws {
        try await check(row)
    }

    private static func labelled(_ type: String, _ body: [UInt8]) -> Answer {
        Answer(headers: [("Content-Type", type)], body: body)
    }

    static let encodings: [ResponseRow] = [
        ResponseRow(
            "text by its label",
            "{}",
            labelled("text/plain; charset=ISO-8859-15", [0xA4, 0x20, 0x31]),
            #""€ 1""#
        ),
        ResponseRow(
            "text that browsers read as windows-1252",
            "{}",
            labelled("text/plain;charset='latin1'", [0x80, 0xE9]),
            #""€é""#
        ),
        ResponseRow(
            "JSON by its label",
            "{}",
            labelled(
                "application/json; charset=\"Shift_JIS\"",
                Array("{\"a\":\"".utf8) + [0x93, 0xFA] + Array("\"}".utf8)
            ),
            #"{"a":"日"}"#
        ),
        ResponseRow(
            "JSON that is UTF-8 under a single-byte label",
            "{}",
            labelled("application/json; charset=iso-8859-1", Array(#"{"a":"é"}"#.utf8)),
            #"{"a":"é"}"#
        ),
        ResponseRow(
            "JSON that is what its single-byte label says",
            "{}",
            labelled("application/json; charset=iso-8859-1", Array(#"{"a":""#.utf8) + [0xE9] + Array(#""}"#.utf8)),
            #"{"a":"é"}"#
        ),
        ResponseRow(
            "a mark before a label",
            "{}",
            labelled("application/json; charset=iso-8859-1", [0xFF, 0xFE, 0x31, 0x00]),
            "1"
        ),
        ResponseRow(
            "a form's escapes by its label",
            "{}",
            labelled("application/x-www-form-urlencoded; charset=windows-1251", Array("a=%CF%F0".utf8)),
            #"{"a":"Пр"}"#
        ),
        ResponseRow(
            "XML by its declaration",
            "{}",
            labelled(
                "application/xml",
                Array(#"<?xml version="1.0" encoding="euc-kr"?><r>"#.utf8) + [0xC7, 0xD1]
                    + Array("</r>".utf8)
            ),
            #"{"r":["한"]}"#
        ),
        ResponseRow(
            "a label before XML's declaration",
            "{}",
            labelled(
                "application/xml; charset=utf-8",
                Array(#"<?xml version="1.0" encoding="iso-8859-1"?><r>é</r>"#.utf8)
            ),
            #"{"r":["é"]}"#
        ),
        ResponseRow(
            "an unknown label of what is UTF-8",
            "{}",
            labelled("text/plain; charset=binary", Array("é".utf8)),
            #""é""#
        ),
        ResponseRow(
            "an unknown label of what is not",
            "{}",
            labelled("text/plain; charset=x-klingon", [0xE9]),
            "DataError: The response (status 200) is not text: the encoding 'x-klingon' of its content type is not known"
        ),
    ]

    @Test(arguments: encodings)
    func readsEncodings(_ row: ResponseRow) async throws {
        try await check(row)
    }

    @Test(arguments: types)
    func readsBodies(_ row: ResponseRow) async throws {
        try await check(row)
    }

    static let validity: [ResponseRow] = [
        ResponseRow("200 is good", "{}", .json("1"), "1"),
        ResponseRow("399 is good", #"{"output": "{{statusCode}}"}"#, Answer(status: 399), "399"),
        ResponseRow("400 is not", "{}", Answer(status: 400), "RuntimeError: [400] OK"),
        ResponseRow(
            "a reason is made up where there is none",
            "{}",
            Answer(status: 404, reason: ""),
            "RuntimeError: [404] Not Found"
        ),
        ResponseRow(
            "429",
            "{}",
            Answer(status: 429, reason: "Slow", headers: [("Retry-After", "3600")]),
            "RateLimitError: [429] Slow"
        ),
        ResponseRow(
            "500",
            "{}",
            Answer(status: 500, reason: "Oops", headers: [("Retry-After", "3600")]),
            "ConnectionError: [500] Oops"
        ),
        ResponseRow(
            "valid",
            #"{"valid": "{{body.ok}}"}"#,
            .json(#"{"ok":false}"#),
            "RuntimeError: Response marked as invalid."
        ),
        ResponseRow(
            "valid without braces",
            #"{"valid": "body.ok = true", "output": "{{body.ok}}"}"#,
            .json(#"{"ok":true}"#),
            "true"
        ),
        ResponseRow(
            "valid replaces the rule for statuses",
            #"{"valid": "{{statusCode = 404}}", "output": "fine"}"#,
            Answer(status: 404),
            #""fine""#
        ),
        ResponseRow(
            "valid with message and type",
            #"{"valid": {"condition": "{{body.ok}}", "message": "No: {{body.why}}", "type": "DataError"}}"#,
            .json(#"{"ok":0,"why":"late"}"#),
            "DataError: No: late"
        ),
        ResponseRow(
            "error as text",
            #"{"error": "Bad: {{body.m}}"}"#,
            .json(#"{"m":"x"}"#, status: 400),
            "RuntimeError: Bad: x"
        ),
        ResponseRow(
            "error as object",
            #"{"error": {"message": "Bad", "type": "InconsistencyError"}}"#,
            Answer(status: 400),
            "InconsistencyError: Bad"
        ),
        ResponseRow(
            "error by status",
            #"{"error": {"message": "Bad", "404": {"message": "Gone {{statusCode}}", "type": "DataError"}}}"#,
            Answer(status: 404),
            "DataError: Gone 404"
        ),
        ResponseRow(
            "error of another status",
            #"{"error": {"message": "Bad", "404": {"message": "Gone", "type": "DataError"}}}"#,
            Answer(status: 409),
            "RuntimeError: Bad"
        ),
        ResponseRow(
            "a good status marked invalid takes the error's message",
            #"{"valid": "{{body.ok}}", "error": "Said: {{body.e}}"}"#,
            .json(#"{"e":"no"}"#),
            "RuntimeError: Said: no"
        ),
        ResponseRow(
            "a failed answer need not be of the type",
            #"{"type": "json", "error": "Got {{body}}"}"#,
            .of("text/html", "<p>", status: 403),
            "RuntimeError: Got <p>"
        ),
        ResponseRow(
            "temp is there for error",
            #"{"temp": {"m": "{{body.m}}"}, "error": "T {{temp.m}}"}"#,
            .json(#"{"m":"x"}"#, status: 400),
            "RuntimeError: T x"
        ),
    ]

    @Test(arguments: validity)
    func judgesAnswers(_ row: ResponseRow) async throws {
        try await check(row)
    }

    private static let list = Answer.json(
        #"{"items": [{"id": 1, "on": true}, {"id": 2, "on": false}, {"id": 3, "on": true}], "one": {"id": 9}}"#
    )

    static let outputs: [ResponseRow] = [
        ResponseRow("body by default", "{}", .json(#"{"a":1}"#), #"{"a":1}"#),
        ResponseRow("an array is many bundles", "{}", .json("[1,2,3]"), "1 2 3"),
        ResponseRow("an array is one bundle of an action", "{}", .json("[1,2]"), type: "action", "[1,2]"),
        ResponseRow("output", #"{"output": {"x": "{{body.a}}"}}"#, .json(#"{"a":1}"#), #"{"x":1}"#),
        ResponseRow("undefined, null and false are no bundle", #"{"output": "{{body.none}}"}"#, .json("{}"), ""),
        ResponseRow("null is no bundle", #"{"output": "{{body.n}}"}"#, .json(#"{"n":null}"#), ""),
        ResponseRow("false is no bundle", #"{"output": "{{body.f}}"}"#, .json(#"{"f":false}"#), ""),
        ResponseRow("zero is one", #"{"output": "{{body.z}}"}"#, .json(#"{"z":0}"#), "0"),
        ResponseRow("iterate with braces", #"{"iterate": "{{body.items}}", "output": "{{item.id}}"}"#, list, "1 2 3"),
        ResponseRow("iterate without braces", #"{"iterate": "body.items", "output": "{{item.id}}"}"#, list, "1 2 3"),
        ResponseRow("item by default", #"{"iterate": "{{body.one}}"}"#, list, #"{"id":9}"#),
        ResponseRow("nothing to iterate", #"{"iterate": "{{body.none}}"}"#, list, ""),
        ResponseRow(
            "iterate with a condition",
            #"{"iterate": {"container": "{{body.items}}", "condition": "{{item.on}}"}, "output": "{{item.id}}"}"#,
            list,
            "1 3"
        ),
        ResponseRow(
            "the container's ends",
            #"{"iterate": "{{body.items}}", "output": "{{iterate.container.first.id}}-{{iterate.container.last.id}}"}"#,
            list,
            #""1-3" "1-3" "1-3""#
        ),
        ResponseRow("limit", #"{"iterate": "{{body.items}}", "output": "{{item.id}}", "limit": 2}"#, list, "1 2"),
        ResponseRow(
            "limit as text",
            #"{"iterate": "{{body.items}}", "output": "{{item.id}}", "limit": "{{'1'}}"}"#,
            list,
            "1"
        ),
        ResponseRow(
            "limit 0",
            #"{"iterate": "{{body.items}}", "limit": "{{ifempty(parameters.none, 0)}}"}"#,
            list,
            "InvalidConfigurationError: The limit of bundles has to be at least 1, not '0'."
        ),
        ResponseRow(
            "an action gives one",
            #"{"iterate": "{{body.items}}", "output": "{{item.id}}"}"#,
            list,
            type: "action",
            "1"
        ),
        ResponseRow(
            "a trigger gives one by default",
            #"{"iterate": "{{body.items}}", "output": "{{item.id}}"}"#,
            list,
            type: "trigger",
            "1"
        ),
        ResponseRow(
            "wrapper sees all outputs",
            #"{"iterate": "{{body.items}}", "output": "{{item.id}}", "wrapper": {"all": "{{output}}"}}"#,
            list,
            #"{"all":[1,2,3]}"#
        ),
        ResponseRow(
            "wrapper of one",
            #"{"output": "{{body.one}}", "wrapper": {"w": "{{output.id}}"}}"#,
            list,
            #"{"w":9}"#
        ),
        ResponseRow(
            "an evaluation that fails names its key",
            #"{"output": "{{parseJSON(body.items)}}"}"#,
            .json(#"{"items":"{"}"#),
            "DataError:"
        ),
    ]

    @Test(arguments: outputs)
    func makesBundles(_ row: ResponseRow) async throws {
        try await check(row)
    }

    @Test func errorsCarryStatusRetryAfterAndPlace() async throws {
        let probe = try await Probe.run(
            #"{"url": "/", "response": {"error": "Later"}}"#,
            script: { _, _ in Answer(status: 429, headers: [("Retry-After", "120")]) }
        )
        #expect(probe.error?.statusCode == 429)
        #expect(probe.error?.retryAfter == 120)
        #expect(probe.error?.place?.file == "m_module.iml.json")
        #expect(probe.error?.place?.line == 1)
    }

    @Test func anErrorIsPlacedWhereItsMessageStands() async throws {
        let spec = """
            {"url": "/", "response": {
              "valid": "{{body.ok}}",
              "error": {"message": "Bad",
                "404": {"message": "Gone"}}}}
            """
        for (status, line) in [(404, 4), (400, 3), (200, 3)] {
            let probe = try await Probe.run(spec, script: { _, _ in .json("{}", status: status) })
            #expect(probe.error?.place?.line == line)
        }
        let plain = try await Probe.run(
            "{\"url\": \"/\", \"response\": {\n\"valid\": \"{{body.ok}}\"}}",
            script: { _, _ in .json("{}") }
        )
        #expect(plain.error?.place?.line == 2)
    }

    private func check(_ row: ResponseRow) async throws {
        let probe = try await Probe.run(
            #"{"url": "/", "response": \#(row.response)}"#,
            type: row.type,
            script: { _, _ in row.answer }
        )
        if let error = probe.error {
            let text = "\(error.type): \(error.message)"
            #expect(text.hasPrefix(row.expected) && row.expected.contains("Error"), "\(text)")
        } else {
            #expect(probe.failure == nil)
            #expect(probe.bundles.map { $0.jsonText() }.joined(separator: " ") == row.expected)
        }
    }
}
