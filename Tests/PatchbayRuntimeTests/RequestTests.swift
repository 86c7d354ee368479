import IML
import PatchbayAuth
import PatchbayRuntime
import Testing

/// One request as a spec gives it, and what the service must receive.
struct RequestRow: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var spec: String
    var parameters: Fields = [:]
    /// The request line without the version.
    var line: String?
    /// Header lines that must be there with this value; `nil` for ones that must not be there.
    var headers: [String: String?] = [:]
    /// The body as text.
    var body: String?

    init(
        _ name: String,
        _ spec: String,
        _ parameters: Fields = [:],
        line: String? = nil,
        headers: [String: String?] = [:],
        body: String? = nil
    ) {
        testDescription = name
        self.spec = spec
        self.parameters = parameters
        self.line = line
        self.headers = headers
        self.body = body
    }
}

struct RequestTests {
    static let addresses: [RequestRow] = [
        RequestRow("GET by default", #"{"url": "/a"}"#, line: "GET /a"),
        RequestRow("a relative url without a slash joins with one", #"{"url": "a/b"}"#, line: "GET /a/b"),
        RequestRow("a known method in capitals", #"{"url": "/a", "method": "delete"}"#, line: "DELETE /a"),
        RequestRow("another method as it is", #"{"url": "/a", "method": "Purge"}"#, line: "Purge /a"),
        RequestRow("any token as method", #"{"url": "/a", "method": "PURGE"}"#, line: "PURGE /a"),
        RequestRow(
            "a template as method",
            #"{"url": "/a", "method": "{{parameters.m}}"}"#,
            ["m": "DELETE"],
            line: "DELETE /a"
        ),
        RequestRow("an absolute url ignores the base", #"{"url": "URL/x/y"}"#, line: "GET /x/y"),
        RequestRow("runs of slashes collapse, a trailing one stays", #"{"url": "//a///b/"}"#, line: "GET /a/b/"),
        RequestRow("an address is percent-encoded", #"{"url": "/a b/ü?q=1 2"}"#, line: "GET /a%20b/%C3%BC?q=1%202"),
        RequestRow("existing escapes stay", #"{"url": "/a%2Fb?x=%41%zz"}"#, line: "GET /a%2Fb?x=%41%25zz"),
        RequestRow(
            "encodeUrl false sends as written",
            #"{"url": "/a'(b)|c", "encodeUrl": false}"#,
            line: "GET /a'(b)|c"
        ),
        RequestRow("a fragment is not sent", #"{"url": "/a?b=1#c"}"#, line: "GET /a?b=1"),
        RequestRow("templates in the url", #"{"url": "/items/{{parameters.id}}"}"#, ["id": 7], line: "GET /items/7"),
        RequestRow("qs makes the query", #"{"url": "/a", "qs": {"b": "1", "c": 2}}"#, line: "GET /a?b=1&c=2"),
        RequestRow("qs replaces the url's query", #"{"url": "/a?x=1", "qs": {"y": "2"}}"#, line: "GET /a?y=2"),
        RequestRow("an empty qs removes the url's query", #"{"url": "/a?x=1", "qs": {}}"#, line: "GET /a"),
        RequestRow(
            "null and undefined are no query parameters",
            #"{"url": "/a", "qs": {"b": null, "c": "{{parameters.none}}", "d": ""}}"#,
            line: "GET /a?d="
        ),
        RequestRow("an array repeats its key", #"{"url": "/a", "qs": {"b": [1, 2]}}"#, line: "GET /a?b=1&b=2"),
        RequestRow(
            "a collection nests its keys",
            #"{"url": "/a", "qs": {"b": {"c": "d"}}}"#,
            line: "GET /a?b%5Bc%5D=d"
        ),
        RequestRow(
            "query values are encoded as RFC 3986 has it",
            #"{"url": "/a", "qs": {"q": "a b&c=d+e/ü*~"}}"#,
            line: "GET /a?q=a%20b%26c%3Dd%2Be%2F%C3%BC%2A~"
        ),
    ]

    @Test(arguments: addresses)
    func addressOnTheWire(_ row: RequestRow) async throws {
        try await check(row)
    }

    static let headers: [RequestRow] = [
        RequestRow("headers are sent", #"{"url": "/", "headers": {"X-A": "b"}}"#, headers: ["x-a": "b"]),
        RequestRow(
            "null and undefined are no headers",
            #"{"url": "/", "headers": {"X-A": null, "X-B": "{{parameters.none}}", "X-C": "c"}}"#,
            headers: ["x-a": nil, "x-b": nil, "x-c": "c"]
        ),
        RequestRow(
            "compressed answers are asked for",
            #"{"url": "/"}"#,
            headers: ["accept-encoding": "deflate, gzip, br, zstd"]
        ),
        RequestRow("gzip false asks for none", #"{"url": "/", "gzip": false}"#, headers: ["accept-encoding": nil]),
        RequestRow(
            "a GET has neither body nor content type",
            #"{"url": "/", "headers": {"Content-Type": "application/json"}, "body": {"a": 1}}"#,
            headers: ["content-type": nil, "content-length": nil],
            body: ""
        ),
        RequestRow(
            "a content type of the spec wins",
            #"{"url": "/", "method": "POST", "headers": {"content-type": "application/vnd.x+json"}, "body": {"a": 1}}"#,
            headers: ["content-type": "application/vnd.x+json"],
            body: #"{"a":1}"#
        ),
    ]

    @Test(arguments: headers)
    func headersOnTheWire(_ row: RequestRow) async throws {
        try await check(row)
    }

    @Test func repeatsAHeaderForAnArray() async throws {
        let probe = try await Probe.run(#"{"url": "/", "headers": {"X-A": ["1", "2"]}}"#)
        #expect(try probe.request.values("x-a") == ["1", "2"])
    }

    static let bodies: [RequestRow] = [
        RequestRow(
            "json drops undefined and keeps null",
            #"{"url": "/", "method": "POST", "body": {"a": "{{parameters.none}}", "b": null, "c": "{{parameters.n}}"}}"#,
            ["n": 5],
            headers: ["content-type": "application/json"],
            body: #"{"b":null,"c":5}"#
        ),
        RequestRow(
            "json keeps numbers exact",
            #"{"url": "/", "method": "POST", "body": {"a": 12345678901234567890, "b": 0.1}}"#,
            body: #"{"a":12345678901234567890,"b":0.1}"#
        ),
        RequestRow(
            "a text is json already",
            #"{"url": "/", "method": "PUT", "body": "{{parameters.raw}}"}"#,
            ["raw": #"{"x":[1]}"#],
            headers: ["content-type": "application/json"],
            body: #"{"x":[1]}"#
        ),
        RequestRow("an array is a body", #"{"url": "/", "method": "POST", "body": [1, "a"]}"#, body: #"[1,"a"]"#),
        RequestRow(
            "no body, no content type",
            #"{"url": "/", "method": "POST"}"#,
            headers: ["content-type": nil],
            body: ""
        ),
        RequestRow(
            "a spread puts members in",
            #"{"url": "/", "method": "POST", "body": {"a": 1, "{{...}}": "{{parameters.more}}"}}"#,
            ["more": ["b": 2, "a": 3]],
            body: #"{"a":3,"b":2}"#
        ),
        RequestRow(
            "urlencoded",
            #"{"url": "/", "method": "POST", "type": "urlencoded", "body": {"a": "b c", "n": null, "o": {"p": 1}, "q": [1, 2]}}"#,
            headers: ["content-type": "application/x-www-form-urlencoded"],
            body: "a=b%20c&o%5Bp%5D=1&q%5B%5D=1&q%5B%5D=2"
        ),
        RequestRow(
            "urlencoded structures in arrays keep together",
            #"{"url": "/", "method": "POST", "type": "urlencoded", "body": {"a": [{"b": 1}, {"b": 2}]}}"#,
            body: "a%5B0%5D%5Bb%5D=1&a%5B1%5D%5Bb%5D=2"
        ),
        RequestRow(
            "urlencoded text as it is",
            #"{"url": "/", "method": "POST", "type": "urlencoded", "body": "a=1&b=%20"}"#,
            body: "a=1&b=%20"
        ),
        RequestRow(
            "text",
            #"{"url": "/", "method": "POST", "type": "text", "body": "hello {{parameters.who}}"}"#,
            ["who": "you"],
            headers: ["content-type": "text/plain; charset=utf-8"],
            body: "hello you"
        ),
        RequestRow("string is text", #"{"url": "/", "method": "POST", "type": "string", "body": "x"}"#, body: "x"),
        RequestRow("raw is text", #"{"url": "/", "method": "POST", "type": "raw", "body": "x"}"#, body: "x"),
        RequestRow(
            "binary",
            #"{"url": "/", "method": "POST", "type": "binary", "body": "{{parameters.file}}"}"#,
            ["file": .binary(Binary([0x41, 0x42]))],
            headers: ["content-type": "application/octet-stream", "content-length": "2"],
            body: "AB"
        ),
        RequestRow("DELETE with a body", #"{"url": "/", "method": "DELETE", "body": {"a": 1}}"#, body: #"{"a":1}"#),
    ]

    @Test(arguments: bodies)
    func bodyOnTheWire(_ row: RequestRow) async throws {
        try await check(row)
    }

    @Test func writesTextsFilesAndRepeatedPartsOfAForm() async throws {
        let spec = """
            {"url": "/", "method": "POST", "type": "multipart/form-data", "body": {
                "title": "a \\"b\\"", "none": null, "tags": ["x", "y"], "plain": "{{parameters.file}}",
                "doc": {"value": "{{parameters.file}}", "options": {"filename": "a\\"b.txt", "contentType": "text/plain"}}
            }}
            """
        let probe = try await Probe.run(spec, parameters: ["file": .binary(Binary(Array("data".utf8)))])
        let request = try probe.request
        let type = try #require(request.header("content-type"))
        #expect(type.hasPrefix("multipart/form-data; boundary=patchbay-"))
        let boundary = type.dropFirst("multipart/form-data; boundary=".count)
        let parts = [
            "Content-Disposition: form-data; name=\"title\"\r\n\r\na \"b\"\r\n",
            "Content-Disposition: form-data; name=\"tags\"\r\n\r\nx\r\n",
            "Content-Disposition: form-data; name=\"tags\"\r\n\r\ny\r\n",
            "Content-Disposition: form-data; name=\"plain\"; filename=\"plain\"\r\n"
                + "Content-Type: application/octet-stream\r\n\r\ndata\r\n",
            "Content-Disposition: form-data; name=\"doc\"; filename=\"a%22b.txt\"\r\nContent-Type: text/plain\r\n\r\ndata\r\n",
        ]
        #expect(request.text == parts.map { "--\(boundary)\r\n\($0)" }.joined() + "--\(boundary)--\r\n")
    }

    @Test(arguments: [
        ("a\u{0}b", "a%00b"), ("a\r\nX: y", "a%0D%0AX: y"), ("a\u{B}\u{C}\u{7F}", "a%0B%0C%7F"), ("a\u{85}", "a%C2%85"),
        ("a\"\u{301}; filename=\"b", "a%22\u{301}; filename=%22b"), ("a\r\u{301}", "a%0D\u{301}"),
        ("ž \u{1F600}", "ž \u{1F600}"),
    ])
    func putsNoControlIntoTheHeadersOfAPart(_ text: String, _ written: String) async throws {
        let spec = """
            {"url": "/", "method": "POST", "type": "multipart/form-data", "body": {
                "{{parameters.text}}": "1", "doc": {"value": "2", "options": {"filename": "{{parameters.text}}"}}
            }}
            """
        let request = try await Probe.run(spec, parameters: ["text": .text(text)]).request
        #expect(request.text.contains("name=\"doc\"; filename=\"\(written)\"\r\n"), "\(request.text.debugDescription)")
        let typed =
            #"{"url": "/", "method": "POST", "type": "multipart/form-data", "body": {"doc": "#
            + #"{"value": "2", "options": {"contentType": "{{parameters.text}}"}}}}"#
        let probe = try await Probe.run(typed, parameters: ["text": .text(text)])
        let isRefused = text.unicodeScalars.contains { $0.properties.generalCategory == .control }
        #expect(probe.requests.isEmpty == isRefused)
        if isRefused {
            #expect(
                probe.error?.message
                    == "The contentType of the part 'doc' holds a line break or another control character."
            )
        }
    }

    @Test func leavesFilesWithoutContentOutOfAForm() async throws {
        let spec = """
            {"url": "/", "method": "POST", "type": "multipart/form-data", "body": {
                "missing": {"value": "{{parameters.none}}", "options": {"filename": "a.txt"}},
                "null": {"value": null, "options": {"filename": "a.txt"}},
                "text": {"value": "", "options": {"filename": "a.txt"}},
                "bytes": {"value": "{{parameters.file}}", "options": {"filename": "a.txt"}},
                "object": {"options": {"a": 1}, "more": 2}, "empty": ""
            }}
            """
        let request = try await Probe.run(spec, parameters: ["file": .binary(Binary([]))]).request
        #expect(
            request.text.split(separator: "name=\"").dropFirst().map { $0.prefix { $0 != "\"" } } == [
                "object", "empty",
            ]
        )
    }

    @Test func namesTheBoundaryWhereASpecNamesTheTypeOfAFormWithoutIt() async throws {
        let spec = """
            {"url": "/", "method": "POST", "type": "multipart/form-data", "body": {"a": "1"},
             "headers": {"Content-Type": "multipart/form-data"}}
            """
        let request = try await Probe.run(spec).request
        let type = try #require(request.header("content-type"))
        #expect(type.hasPrefix("multipart/form-data; boundary=patchbay-"))
        #expect(request.text.hasPrefix("--\(type.dropFirst("multipart/form-data; boundary=".count))\r\n"))
    }

    static let refusals: [(name: String, spec: String, type: ErrorType, message: String)] = [
        (
            "a space with encodeUrl off", #"{"url": "/a b", "encodeUrl": false}"#, .invalidConfigurationError,
            "The url holds a space, which cannot be sent with encodeUrl set to false."
        ),
        (
            "a url that evaluates to nothing", #"{"url": "{{parameters.none}}"}"#, .invalidConfigurationError,
            "The request's url evaluates to nothing."
        ),
        (
            "another scheme", #"{"url": "file:///etc/passwd"}"#, .invalidConfigurationError,
            "'file:///etc/passwd' is not an address: it has to be http:// or https:// with a host, "
                + "or begin with / where the base has a baseUrl."
        ),
        (
            "a line break in a header", #"{"url": "/", "headers": {"X-A": "a\nb"}}"#, .invalidConfigurationError,
            "The header X-A holds a line break or another control character."
        ),
        (
            "a space in a header's name", #"{"url": "/", "headers": {"X A": "b"}}"#, .invalidConfigurationError,
            "'X A' cannot be the name of a header."
        ),
        (
            "an unknown type of body",
            #"{"url": "/", "method": "POST", "type": "{{ifempty(parameters.none, 'yaml')}}", "body": 1}"#,
            .invalidConfigurationError,
            "'yaml' is not a type of request body; it is one of json, urlencoded, multipart/form-data, text, string, raw, "
                + "binary."
        ),
        (
            "a form that is no collection", #"{"url": "/", "method": "POST", "type": "urlencoded", "body": [1]}"#,
            .invalidConfigurationError, "A body of type urlencoded has to be a collection or a text, not an array."
        ),
        (
            "headers that are no collection", #"{"url": "/", "headers": "{{parameters.text}}"}"#,
            .invalidConfigurationError, "headers has to be a collection, not a text."
        ),
        (
            "a negative timeout", #"{"url": "/", "timeout": "{{ifempty(parameters.none, -1)}}"}"#,
            .invalidConfigurationError,
            "timeout has to be a number that is not negative, not '-1'."
        ),
    ]

    @Test(arguments: refusals)
    func refusesWhatCannotBeSent(
        _ row: (name: String, spec: String, type: ErrorType, message: String)
    ) async throws {
        let probe = try await Probe.run(row.spec, parameters: ["text": "x"])
        #expect(probe.requests.isEmpty)
        #expect(probe.error?.type == row.type)
        #expect(probe.error?.message == row.message)
        #expect(probe.error?.place?.file == "m_module.iml.json")
    }

    /// What a certificate is trusted for is tried with the transport, against a server of its own.
    @Test func handsCertificatesOfTheSpecToTheTransport() async throws {
        let probe = try await Probe.run(#"{"url": "/", "ca": "{{parameters.ca}}"}"#, parameters: ["ca": "no PEM"])
        #expect(probe.error?.type == .invalidConfigurationError)
        #expect(probe.requests.isEmpty)
        let none = try await Probe.run(#"{"url": "/", "ca": "{{parameters.ca}}"}"#)
        #expect(none.failure == nil)
    }

    @Test func refusesABodyBeyondTheHostsLimit() async throws {
        var limits = TestHost.quickLimits
        limits.requestBytes = 10
        let probe = try await Probe.run(
            #"{"url": "/", "method": "POST", "type": "text", "body": "01234567890"}"#,
            on: try TestHost(limits: limits)
        )
        #expect(probe.error?.type == .maxFileSizeExceededError)
        #expect(probe.error?.message == "The request's body has 11 bytes; this host sends at most 10.")
    }

    private func check(_ row: RequestRow) async throws {
        let probe = try await Probe.run(row.spec, parameters: row.parameters)
        let request = try probe.request
        if let line = row.line { #expect("\(request.method) \(request.target)" == line) }
        for (name, value) in row.headers { #expect(request.header(name) == value) }
        if let body = row.body { #expect(request.text == body) }
        #expect(probe.failure == nil)
    }
}
