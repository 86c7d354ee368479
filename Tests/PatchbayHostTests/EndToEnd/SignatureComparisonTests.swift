import Foundation
import IML
import PatchbayTesting
import Testing

/// `patchbay sign` beside the base string a service says it computed.
@Suite struct SignatureComparisonTests {
    private func sign(
        _ folder: TemporaryDirectory,
        expecting expected: String?
    ) async throws -> (status: Int32, output: String, errors: String) {
        let oauth = try folder.write(#"{"consumer_key": "k", "consumer_secret": "canary_4711"}"#, to: "oauth.json")
        let arguments = [
            "sign", "--method", "GET", "--url", "https://api.example.com/items?q=a%20b", "--oauth", oauth,
            "--nonce", "n", "--timestamp", "1",
        ]
        guard let expected else { return try await Command.run(arguments, in: folder) }
        return try await Command.run(arguments + ["--expected-base-string", "-"], input: expected, in: folder)
    }

    private static let changes: [(from: String, to: String, part: String, said: String)] = [
        ("GET&", "POST&", "method", "another method"),
        ("https%3A", "http%3A", "address", "behind its proxy"),
        ("a%2520b", "a%2Bb", "q", "A space is %20"),
        ("%26q%3Da%2520b", "", "q", "does not sign this parameter"),
        ("oauth_nonce%3Dn", "oauth_nonce%3Dm", "oauth_nonce", "The values differ"),
    ]

    @Test(arguments: changes.indices)
    func theFirstDifferenceIsShownAndExplained(_ index: Int) async throws {
        let change = Self.changes[index]
        try await withFolder { folder in
            let ours = try Value(jsonText: try await sign(folder, expecting: nil).output)["baseString"].text
            let theirs = ours.replacing(change.from, with: change.to)
            try #require(theirs != ours)
            let run = try await sign(folder, expecting: theirs + "\n")
            #expect(run.status == 1)
            let document = try Value(jsonText: run.output)
            #expect(document["difference"]["part"].text == change.part, "\(run.output)")
            #expect(document["difference"]["explanation"].text.contains(change.said), "\(run.output)")
            #expect(run.errors.contains("the base strings differ in \(change.part)"), "\(run.errors)")
            #expect(run.errors.contains("ours: "))
            #expect(!(run.output + run.errors).contains("canary_4711"))
        }
    }

    @Test func equalBaseStringsLeaveTheSecretsToLookAt() async throws {
        try await withFolder { folder in
            let ours = try Value(jsonText: try await sign(folder, expecting: nil).output)["baseString"].text
            let run = try await sign(folder, expecting: ours + "\n")
            #expect(run.status == 0)
            #expect(try Value(jsonText: run.output)["difference"] == .null)
            #expect(run.errors.contains("what differs is a secret"))
        }
    }
}
