import Foundation
import Testing

@testable import PatchbayBundle

@Suite("Revisions and directories")
struct RevisionTests {
    @Test func changesExactlyWhenContentDoes() throws {
        let bundle = try moduleBundle(#"{"url": "https://a"}"#, base: "{}")
        let first = bundle.read().revision
        #expect(first.utf8.count == 32)
        #expect(bundle.read().revision == first)
        try bundle.write(#"{"url": "https://a"}"#, to: "list.iml.json")
        #expect(bundle.read().revision == first)
        try bundle.write(#"{"url": "https://b"}"#, to: "list.iml.json")
        let second = bundle.read().revision
        #expect(second != first)
        try bundle.write("{} ", to: "base.iml.json")
        let third = bundle.read().revision
        #expect(Set([first, second, third]).count == 3)
        try bundle.remove("list.iml.json")
        #expect(bundle.read().revision != third)
        try bundle.write(#"{"url": "https://b"}"#, to: "list.iml.json")
        #expect(bundle.read().revision == third)
    }

    @Test func contentThatMovesBetweenFilesCounts() {
        func sum(_ parts: [String]) -> String {
            var hash = ContentHash()
            for part in parts { hash.combine(part) }
            return hash.text
        }
        let sums = [
            ["ab", "c"], ["a", "bc"], ["abc", ""], ["", "abc"], ["abc"], ["12345678", ""], ["1234567", "8"],
        ].map(sum)
        #expect(Set(sums).count == sums.count)
        #expect(sum(["abc"]) == sum(["abc"]))
    }

    @Test func manySimilarContentsHaveDifferentSums() {
        var sums: Set<String> = []
        for number in 0..<20_000 {
            var hash = ContentHash()
            hash.combine("{\"url\": \"https://a.example/\(number)\"}")
            sums.insert(hash.text)
        }
        #expect(sums.count == 20_000)
    }

    @Test func listsTheChildrenThatAreBundles() throws {
        let apps = try TemporaryBundle(
            "apps",
            [
                "b/makecomapp.json": "{", "a/connections/a/api.iml.json": "{}", "notes/readme.txt": "x",
                ".hidden/makecomapp.json": "{}", "file.json": "{}",
            ]
        )
        try apps.link("c", to: "a")
        try apps.link("d", to: "gone")
        #expect(AppDirectory.bundles(in: apps.directory) == ["a", "b", "c"].map(apps.path))
        #expect(AppDirectory.bundles(in: apps.path("a")) == [apps.path("a")])
        #expect(AppDirectory.bundles(in: apps.path("gone")) == [])
    }
}
