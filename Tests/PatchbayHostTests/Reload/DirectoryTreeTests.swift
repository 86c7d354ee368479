import PatchbayTesting
import Testing

@testable import PatchbayHost

struct DirectoryTreeTests {
    @Test func whatAppearsInADirectoryOnceItIsVisitedIsVisitedToo() throws {
        let directory = try TemporaryDirectory()
        try directory.write("1", to: "apps/one/base.iml.json")
        var visited: [String] = []
        try DirectoryTree.walk(directory("apps")) { path in
            visited.append(path)
            if path.hasSuffix("/one") { try directory.write("1", to: "apps/one/modules/late/communication.iml.json") }
        }
        #expect(visited == ["", "/one", "/one/modules", "/one/modules/late"].map { directory("apps") + $0 })
    }

    @Test func aDirectoryTwoLinksLeadToIsWalkedByEach() throws {
        let directory = try TemporaryDirectory()
        try directory.write("1", to: "bundle/base.iml.json")
        try directory.write("1", to: "apps/notes.txt")
        for name in ["one", "two"] { try directory.link("apps/\(name)", to: directory("bundle")) }
        #expect(
            DirectoryTree.directories(below: directory("apps")) == ["", "/one", "/two"].map { directory("apps") + $0 }
        )
    }

    @Test func aLoopOfLinksIsWalkedOnce() throws {
        let directory = try TemporaryDirectory()
        try directory.write("1", to: "apps/one/base.iml.json")
        try directory.link("apps/one/again", to: directory("apps"))
        #expect(DirectoryTree.directories(below: directory("apps")) == [directory("apps"), directory("apps/one")])
    }
}
