import Foundation
import IML
import PatchbayTesting
import Testing

/// Who may talk to a host.
@Suite struct AccessTests {
    @Test func pagesOfOtherSitesAndForeignNamesAreKeptOut() async throws {
        try await withStage { stage in
            let port = stage.host.url.split(separator: ":").last ?? ""
            let expectations = [
                ("Host", "evil.example:\(port)", 403), ("Host", "localhost:\(port)", 200),
                ("Origin", "https://evil.example", 403), ("Origin", "null", 403), ("Origin", stage.host.url, 200),
                ("Sec-Fetch-Site", "cross-site", 403),
            ]
            for (name, value, status) in expectations {
                let answer = try await stage.host.call("GET", "/v1/apps", headers: [(name, value)])
                #expect(answer.status == status, "\(name): \(value)")
            }
        }
    }

    @Test(arguments: [[], ["--api-token", "a-token-of-enough-length"]])
    func aRequestThatNamesSeveralHostsIsRefused(_ flags: [String]) async throws {
        try await withStage(flags) { stage in
            let port = try #require(stage.host.url.split(separator: ":").last.flatMap { UInt16($0) })
            let own = "127.0.0.1:\(port)"
            let bearer = "Authorization: Bearer a-token-of-enough-length\r\n"
            for (line, hosts, status) in [
                ("GET /v1/apps", [own, "evil.example"], 400), ("GET /v1/apps", ["evil.example", own], 400),
                ("GET /v1/apps", [own, own], 400), ("GET http://evil.example/v1/apps", [own], 400),
                ("GET http://\(own)/v1/apps", ["evil.example"], 400),
                ("GET http://\(own)@evil.example/v1/apps", [own], 400),
                ("GET evil.example:80/v1/apps", [own], 400), ("GET http://\(own)/v1/apps", [own], 200),
                ("GET HTTP://\(own)/v1/apps", [own], 200), ("GET /v1/apps", [own], 200),
            ] {
                let answer = try await waiting {
                    let socket = try ClientSocket(port: port, patience: 30)
                    let lines = hosts.map { "Host: \($0)\r\n" }.joined()
                    try socket.write("\(line) HTTP/1.1\r\n\(lines)\(bearer)Connection: close\r\n\r\n")
                    return try socket.answer()
                }
                #expect(answer.status == status, "\(line) \(hosts): \(answer.text)")
            }
        }
    }

    @Test(arguments: [
        (["--api-token", ""], [:], "--api-token"), ([], ["PATCHBAY_API_TOKEN": ""], "PATCHBAY_API_TOKEN"),
        ([], ["PATCHBAY_KEY": ""], "PATCHBAY_KEY"), (["--key-file", ""], [:], "--key-file"),
    ])
    func anEmptyValueThatWouldProtectIsAUsageError(
        _ flags: [String],
        _ environment: [String: String],
        _ name: String
    ) async throws {
        try await withFolder { folder in
            let result = try await Command.run(
                ["serve", folder.path, "--host", "127.0.0.1", "--port", "0", "--data", folder("data")] + flags,
                environment: environment,
                in: folder
            )
            #expect(result.status == 2)
            #expect(result.errors.hasPrefix("patchbay: \(name): the value is empty; "), "\(result.errors)")
        }
    }

    @Test func everyAnswerKeepsBrowsersFromGuessing() async throws {
        try await withStage { stage in
            for path in ["/v1/health", "/v1/nothing", "/openapi.json", "/metrics", "/oauth/cb/app"] {
                let answer = try await stage.host.call("GET", path)
                #expect(
                    answer.headers.filter { $0.name.lowercased() == "x-content-type-options" }.map(\.value) == [
                        "nosniff"
                    ]
                )
            }
        }
    }

    @Test func theKeysOfConnectionsAreWrittenNowhere() async throws {
        try await withFolder { folder in
            try SampleBundle.write("demo", into: folder)
            let result = try await Command.run(
                ["connections", "--data", folder("data"), "--apps", folder("apps")],
                environment: ["SSLKEYLOGFILE": folder("keys.log")],
                in: folder
            )
            #expect(result.status == 0)
            #expect(!FileManager.default.fileExists(atPath: folder("keys.log")))
        }
    }

    @Test func aTokenIsWantedWhereOneIsSet() async throws {
        let token = "a-token-of-enough-length"
        try await withStage(["--api-token", token]) { stage in
            let without = try await stage.host.call("GET", "/v1/apps")
            #expect(without.status == 401)
            #expect(without.header("www-authenticate")?.hasPrefix("Bearer") == true)
            let wrong = try await stage.host.call(
                "GET",
                "/v1/apps",
                headers: [("Authorization", "Bearer not-this-one")]
            )
            #expect(wrong.status == 401)
            let right = try await stage.host.call("GET", "/v1/apps", headers: [("Authorization", "Bearer \(token)")])
            #expect(right.status == 200)
        }
    }

    @Test func aShortTokenIsWarnedOfWithoutShowingIt() async throws {
        for (token, isShort) in [("tk9-short", true), ("a-token-of-enough-length", false)] {
            try await withStage(["--api-token", token]) { stage in
                let bearer = ("Authorization", "Bearer \(token)")
                let answer = try await stage.host.call("GET", "/v1/apps", headers: [bearer])
                #expect(answer.status == 200)
                #expect(stage.folder.read("host.log").contains("the API token is short") == isShort)
                #expect(!stage.folder.read("host.log").contains(token))
            }
        }
    }

    @Test func otherAddressesNeedAToken() async throws {
        try await withFolder { folder in
            let (status, _, errors) = try await Command.run(
                ["serve", folder.path, "--host", "0.0.0.0", "--port", "0", "--data", folder.path + "/data"],
                in: folder
            )
            #expect(status > 0)
            #expect(errors.contains("--api-token"), "\(errors)")
        }
    }

    @Test func theKeyFileIsTheOwnersAlone() async throws {
        try await withStage { stage in
            let files = try FileManager.default.contentsOfDirectory(atPath: stage.data)
            let key = try #require(files.first { $0.contains("key") }, "\(files)")
            let attributes = try FileManager.default.attributesOfItem(atPath: stage.data + "/" + key)
            #expect(attributes[.posixPermissions] as? Int == 0o600)
        }
    }
}
