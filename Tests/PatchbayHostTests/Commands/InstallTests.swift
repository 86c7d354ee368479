import Foundation
import PatchbayTesting
import Testing

/// `patchbay install` on a bundle whose connection reads common data that nothing sets.
struct InstallTests {
    private static let files = [
        "apps/dance/makecomapp.json": """
        {"components": {"connection": {"dance": {"codeFiles": {"communication": "c.json", "common": "common.json"}}}}}
        """,
        "apps/dance/common.json": #"{"consumerKey": "", "host": "dance.example"}"#,
        "apps/dance/c.json": """
        {"url": "https://{{common.host}}/me", "headers": {"x-key": "{{common.consumerKey}}", "x-secret": "{{common.consumerSecret}}"}}
        """,
    ]

    @Test func namesWhatIsReadAndNothingSetsUntilItIsFilledIn() async throws {
        let directory = try TemporaryDirectory()
        for (path, content) in Self.files { try directory.write(content, to: path) }
        let before = try await Program.run(["install", "dance"], in: directory)
        #expect(before.status == 0)
        #expect(before.output == "consumerKey\tunset\nconsumerSecret\tunset\n", "\(before.errors)")
        let filled = try await Program.run(["install", "dance", "-p", "consumerSecret=s3cret"], in: directory)
        #expect(filled.output == "consumerSecret\tapi\nconsumerKey\tunset\n", "\(filled.errors)")
        let whole = try await Program.run(
            ["install", "dance", "-p", "consumerKey=k", "-p", "consumerSecret=s3cret"],
            in: directory
        )
        #expect(whole.output == "consumerKey\tapi\nconsumerSecret\tapi\n")
        #expect(!(whole.output + whole.errors).contains("s3cret"))
    }

    @Test func whatItReadsMayBeFilledInBesideItsParameters() async throws {
        let directory = try TemporaryDirectory()
        for (path, content) in Self.files { try directory.write(content, to: path) }
        try directory.write(#"[{"name": "consumerKey", "required": true}]"#, to: "apps/dance/i.json")
        try directory.write(
            """
            {"components": {"connection": {"dance": {"codeFiles": {"communication": "c.json", "common": "common.json",
             "installSpec": "i.json"}}}}}
            """,
            to: "apps/dance/makecomapp.json"
        )
        let filled = try await Program.run(
            ["install", "dance", "-p", "consumerKey=k", "-p", "consumerSecret=s"],
            in: directory
        )
        #expect(filled.output == "consumerKey\tapi\nconsumerSecret\tapi\n", "\(filled.errors)")
        let stranger = try await Program.run(
            ["install", "dance", "-p", "consumerKey=k", "-p", "secert=s"],
            in: directory
        )
        #expect(stranger.status == 1)
        #expect(stranger.errors.contains("has no installation parameter 'secert'"), "\(stranger.errors)")
    }
}
