import Foundation
import IML
import PatchbayTesting
import Testing

/// A host that is reached under a public name, through nginx.
@Suite struct PublicNameTests {
    private static let name = "hooks.example.com"

    private func withProxiedHost(
        _ arguments: [String] = [],
        _ lines: [String] = ["proxy_set_header Host $host;"],
        _ body: (RunningHost, ReverseProxy) async throws -> Void
    ) async throws {
        try await withFolder { folder in
            try SampleBundle.write("demo", into: folder)
            try await withRunningHost(in: folder, ["--public-url", "https://\(Self.name)"] + arguments) { host in
                try await withReverseProxy(before: host, lines, in: folder) { try await body(host, $0) }
            }
        }
    }

    /// Every method and path there is, with something in place of variables, and ways to write some of them.
    private func routes(of host: RunningHost) async throws -> [(method: String, path: String)] {
        let paths = try await host.call("GET", "/openapi.json").json["paths"].asFields ?? [:]
        var routes = paths.flatMap { path, operations in
            (operations.asFields ?? [:]).keys.map {
                (method: $0.uppercased(), path: path.replacing(/\{[^}]+\}/, with: "demo"))
            }
        }
        try #require(routes.count > 20)
        routes += ["HEAD", "OPTIONS", "PUT", "TRACE"].map { ($0, "/v1/apps") }
        routes += [
            "/", "/mcp", "/console.js", "/v1", "//v1/apps", "/v1/apps/", "/v1//apps", "/v1/apps?/oauth/cb/app",
            "/oauth/cb/../../v1/apps", "/hooks/../v1/apps", "/connect/%2e%2e/v1/apps", "/%761/apps", "/oauth",
        ].map { ("GET", $0) }
        return routes
    }

    private func isForStrangers(_ path: String) -> Bool {
        ["/oauth/cb/app", "/hooks", "/connect"].contains { path.hasPrefix($0) }
    }

    @Test func opensNoRouteOfTheAPIWithoutAToken() async throws {
        try await withProxiedHost { host, proxy in
            var open: [String] = []
            for (method, path) in try await routes(of: host) {
                let request = WebRequest(
                    method: method,
                    url: proxy.url + path,
                    headers: [("Host", Self.name), ("Content-Type", "application/json")],
                    body: method == "GET" || method == "HEAD" ? [] : Array("{}".utf8)
                )
                let answer = try await WebClient().send(request)
                if isForStrangers(path) {
                    open.append(path)
                    #expect([400, 404].contains(answer.status), "\(method) \(path): \(answer.status)")
                    #expect(!answer.text.contains("demo\""), "\(method) \(path): \(answer.text)")
                } else {
                    // What nginx itself does not pass on is 405.
                    #expect(answer.status == 403 || method == "TRACE", "\(method) \(path): \(answer.status)")
                }
            }
            #expect(open.contains("/oauth/cb/app"))
            #expect(try await host.call("GET", "/v1/apps").status == 200, "programs of this machine use it as before")
        }
    }

    @Test func opensTheAPIToWhoeverHasTheToken() async throws {
        let token = "a-token-of-enough-length"
        try await withProxiedHost(["--api-token", token]) { _, proxy in
            var request = WebRequest(url: proxy.url + "/v1/apps", headers: [("Host", Self.name)])
            let refused = try await WebClient().send(request)
            #expect(refused.status == 401)
            request.headers.append(("Authorization", "Bearer \(token)"))
            let answer = try await WebClient().send(request)
            #expect(answer.status == 200)
        }
    }

    @Test(arguments: [
        "proxy_set_header X-Forwarded-Host $host;", "proxy_set_header X-Real-IP 203.0.113.9;",
        "proxy_set_header X-Forwarded-For \"203.0.113.9, $remote_addr\";",
        "proxy_set_header Forwarded \"for=203.0.113.9;host=$host\";",
    ])
    func opensNoAPIWhereTheProxyKeepsTheNameAndSaysForWhomItAsks(_ line: String) async throws {
        try await withProxiedHost([], [line]) { host, proxy in
            let headers = [(name: "Host", value: Self.name)]
            let answer = try await WebClient().send(WebRequest(url: proxy.url + "/v1/apps", headers: headers))
            #expect(answer.status == 403, "\(answer.text)")
            let callback = try await WebClient().send(WebRequest(url: proxy.url + "/oauth/cb/app", headers: headers))
            #expect(callback.status == 400)
        }
    }

    @Test func saysAtTheStartWhatAnswersUnderTheName() async throws {
        try await withFolder { folder in
            try SampleBundle.write("demo", into: folder)
            try await withRunningHost(in: folder, ["--public-url", "https://\(Self.name)"]) { _ in
                #expect(
                    folder.read("host.log").contains("under the public URL only /hooks, /connect and /oauth/cb answer")
                )
            }
        }
    }
}
