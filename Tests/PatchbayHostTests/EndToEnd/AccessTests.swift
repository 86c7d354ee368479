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
