import PatchbayTesting
import PatchbayTransport
import Testing

/// What is refused before anything is sent.
struct RefusedRequestTests {
    private func refused(_ request: (LoopbackServer) -> TransportRequest) async throws -> TransportError? {
        let server = try LoopbackServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        let error = await failure(try makeTransport(), request(server))
        #expect(server.connections == 0)
        #expect(error?.requestMayHaveBeenSent == false)
        return error
    }

    @Test(arguments: [
        ("X-A", "1\r\nX-Evil: 1"), ("X-A", "1\nX-Evil: 1"), ("X-A", "1\u{0}2"), ("X-A: 1\r\nX-Evil", "1"), ("X A", "1"),
        ("", "1"), ("Content-Length", "5"), ("Transfer-Encoding", "chunked"), ("Host", "a b"), ("Host", "a/b"),
    ])
    func headersThatWouldBreakTheRequestApart(_ name: String, _ value: String) async throws {
        let error = try await refused { server in
            var headers = HeaderFields()
            headers.add(name, value)
            return TransportRequest(url: server.url(), headers: headers)
        }
        #expect(error?.code == .invalidHeader)
        #expect(error?.message.contains("Evil: 1") == false)
    }

    @Test(arguments: ["GET / HTTP/1.1\r\nX: 1", "GE T", "", "CONNECT", String(repeating: "A", count: 65)])
    func methodsThatAreNone(_ method: String) async throws {
        let error = try await refused { TransportRequest(method: method, url: $0.url()) }
        #expect(error?.code == .invalidMethod)
    }

    @Test(arguments: [
        "", "/relative", "//host/x", "ftp://h/", "file:///etc/passwd", "gopher://h/", "http://", "http:///x",
        "http://u:p@h/",
        "http://h\r\nX: 1/", "http://h/a b", "http://h/\u{0}", "http://h:0/", "http://h:65536/", "http://h:12x/",
        "http://[::1/", "http://[fe80::1%25eth0]/", "http://a..b/", "http://h\\@evil/", "http://exa mple/",
        "javascript:alert(1)", "http://h:80:80/",
    ])
    func urlsThatCannotBeSent(_ url: String) async throws {
        let error = try await refused { _ in TransportRequest(url: url) }
        #expect(error?.code == .invalidURL)
    }

    @Test func urlErrorsDoNotRepeatTheQuery() async throws {
        let error = try await refused { TransportRequest(url: $0.url("/x?token=hunter2 y")) }
        #expect(error?.code == .invalidURL)
        #expect(error?.message.contains("hunter2") == false)
        #expect(error?.message.contains("%20") == true)
    }

    @Test func requestsBeyondTheirLimits() async throws {
        let body = try await refused {
            TransportRequest(method: "POST", url: $0.url(), body: [1, 2, 3], limits: TransportLimits(requestBytes: 2))
        }
        #expect(body?.code == .requestTooLarge)
        let header = try await refused {
            TransportRequest(url: $0.url(), headers: ["A": "1", "B": "2"], limits: TransportLimits(headerLines: 1))
        }
        #expect(header?.code == .requestTooLarge)
    }

    @Test func certificatesThatAreNone() async throws {
        let error = try await refused { TransportRequest(url: $0.url(), trustedCertificates: "not PEM") }
        #expect(error?.code == .invalidCertificates)
    }
}
