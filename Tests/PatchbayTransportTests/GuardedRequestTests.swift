import PatchbayTesting
import PatchbayText
import PatchbayTransport
import Testing

/// The guard at work: what it sees is the address that is connected to.
struct GuardedRequestTests {
    private static let ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
    private static let here = IPAddress.v4(0x7F00_0001)

    @Test(arguments: [
        "127.0.0.1", "localhost", "LOCALHOST", "127.1", "0x7f000001", "0x7f.0.0.1", "2130706433", "017700000001",
        "0.0.0.0",
        "[::ffff:127.0.0.1]", "[::1]",
    ])
    func thisMachineIsRefusedInWhateverForm(_ host: String) async throws {
        let server = try LoopbackServer.answering(Self.ok)
        let transport = try CurlTransport()
        let error = await failure(transport, TransportRequest(url: "http://\(host):\(server.port)/"))
        #expect(error?.code == .addressRefused, "\(error?.message ?? "an answer")")
        #expect(error?.message.contains("--allow-host") == true)
        #expect(error?.requestMayHaveBeenSent == false)
        #expect(server.connections == 0)
    }

    @Test func aPublicNameWithAPrivateAddressIsRefused() async throws {
        let server = try LoopbackServer.answering(Self.ok)
        var configuration = TransportConfiguration()
        configuration.nameResolution = .fixed(["api.example.com": [Self.here], "metadata.example": [.v4(0xA9FE_A9FE)]])
        let transport = try CurlTransport(configuration)
        let error = await failure(transport, TransportRequest(url: "http://api.example.com:\(server.port)/"))
        #expect(error?.code == .addressRefused)
        #expect(error?.message.contains("it resolves to 127.0.0.1") == true)
        let metadata = await failure(transport, TransportRequest(url: "http://metadata.example/"))
        #expect(metadata?.code == .addressRefused)
        #expect(metadata?.message.contains("--allow-private") == false)
        #expect(server.connections == 0)
    }

    @Test func ofSeveralAddressesOnlyAllowedOnesAreConnectedTo() async throws {
        let server = try LoopbackServer.answering(Self.ok)
        var configuration = TransportConfiguration()
        configuration.nameResolution = .fixed(["api.example.com": [.v4(0x0A00_0001), Self.here]])
        configuration.addressGuard = AddressGuard(allowedHosts: [try HostPattern("127.0.0.1:\(server.port)")])
        let transport = try CurlTransport(configuration)
        #expect(try await transport.send(TransportRequest(url: "http://api.example.com:\(server.port)/")).text == "ok")
    }

    @Test func aKeptConnectionServesOnlyWhoMightHaveOpenedIt() async throws {
        let server = try LoopbackServer.answering(Self.ok)
        var configuration = TransportConfiguration()
        configuration.redirects = try OriginRedirects(["https://api.example.com=\(server.url())"])
        let transport = try CurlTransport(configuration)
        // The operator named the target, so this one opens a connection to it ...
        #expect(try await transport.send(TransportRequest(url: "https://api.example.com/")).text == "ok")
        // ... which a bundle's own request to the same address must not use.
        let error = await failure(transport, TransportRequest(url: server.url()))
        #expect(error?.code == .addressRefused)
        #expect(server.connections == 1)
    }

    @Test func namesThatDoNotResolveAreTold() async throws {
        let transport = try makeTransport { $0.nameResolution = .fixed(["empty.example": []]) }
        for name in ["empty.example", "unknown.example"] {
            let error = await failure(transport, TransportRequest(url: "http://\(name)/"))
            #expect(error?.code == .nameResolution)
            #expect(error?.message.contains(name) == true)
        }
    }

    @Test func redirectedRequestsKeepTheirTargetAndSayWhereTheyWereFor() async throws {
        let server = try LoopbackServer { connection in
            while let request = connection.readRequest() {
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: \(request.utf8.count)\r\n\r\n\(request)")
            }
        }
        var configuration = TransportConfiguration()
        configuration.redirects = try OriginRedirects(["*=\(server.url())"])
        let transport = try CurlTransport(configuration)
        let request = TransportRequest(
            url: "https://api.example.com:8443/v1/./x?b=2&a=%20",
            headers: ["X-Forwarded-Host": "forged", "X-Forwarded-Proto": "forged"]
        )
        let lines = try await transport.send(request).text.split(separator: "\r\n").map(String.init)
        #expect(lines.first == "GET /v1/./x?b=2&a=%20 HTTP/1.1")
        #expect(lines.contains("Host: 127.0.0.1:\(server.port)"))
        #expect(
            lines.filter { $0.hasPrefix("X-Forwarded") }
                == ["X-Forwarded-Host: api.example.com:8443", "X-Forwarded-Proto: https"]
        )
    }

    @Test(arguments: [
        "", "x", "https://a=", "https://a/path=http://b", "https://a=http://b/x", "*=*", "ftp://a=http://b",
    ])
    func redirectionsThatAreNoneAreRefusedWithTheirText(_ flag: String) {
        let error = #expect(throws: ConfigurationError.self) { try OriginRedirects([flag]) }
        #expect(error.map { "\($0)".contains("--redirect-origin '\(flag)'") } == true)
    }

    @Test func aProxyIsAskedForTheWholeAddressAndLocalTargetsAreStillRefused() async throws {
        let proxy = try LoopbackServer { connection in
            while let request = connection.readRequest() {
                let line = request.prefix { $0 != "\r\n" }
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: \(line.utf8.count)\r\n\r\n\(line)")
            }
        }
        var configuration = TransportConfiguration()
        configuration.proxies = ProxySettings(environment: ["http_proxy": proxy.url(), "NO_PROXY": ".internal"])
        let transport = try CurlTransport(configuration)
        let answer = try await transport.send(TransportRequest(url: "http://api.example.com/a?b#c"))
        #expect(answer.text == "GET http://api.example.com/a?b HTTP/1.1")
        for host in ["localhost", "127.0.0.1", "2130706433", "169.254.169.254"] {
            #expect(await failure(transport, TransportRequest(url: "http://\(host)/"))?.code == .addressRefused)
        }
        #expect(proxy.connections == 1)
    }
}
