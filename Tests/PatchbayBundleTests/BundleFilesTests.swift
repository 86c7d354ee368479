import Foundation
import Testing

@testable import PatchbayBundle

@Suite("Files of a bundle")
struct BundleFilesTests {
    /// A bundle whose module names a path.
    private func bundle(naming path: String) throws -> TemporaryBundle {
        try TemporaryBundle(
            "sample",
            [
                "makecomapp.json":
                    "{\"components\": {\"module\": {\"list\": {\"moduleType\": \"action\",\n"
                    + "\"codeFiles\": {\"communication\": \"\(path)\"}}}}}",
                "fine.json": "{}",
            ]
        )
    }

    @Test(arguments: ["../other.json", "a/../../other.json", "/etc/passwd", "C:/a.json", "..", "\\\\host\\a"])
    func refusesPathsThatLeadOut(path: String) throws {
        let bundle = try bundle(naming: path.replacingOccurrences(of: "\\", with: "\\\\"))
        #expect(
            bundle.problems() == [
                "makecomapp.json:2:32: error: The path '\(path)' leads out of the bundle; "
                    + "move the file into the bundle's directory [path-outside]"
            ]
        )
    }

    @Test func takesDotsThatStayInside() throws {
        let app = try bundle(naming: "./a/../fine.json").read()
        #expect(app.diagnostics.isEmpty)
        #expect(app.modules["list"]?.communication?.requests.count == 1)
    }

    @Test func refusesALinkThatLeadsOut() throws {
        let bundle = try bundle(naming: "linked.json")
        let outside = try TemporaryBundle("outside", ["a.json": "{}"])
        try bundle.link("linked.json", to: outside.path("a.json"))
        #expect(
            bundle.problems() == [
                "makecomapp.json:2:32: error: 'linked.json' is, or lies behind, a symbolic link that leads out of the "
                    + "bundle; put the file itself there [path-outside]"
            ]
        )
    }

    @Test func refusesADirectoryLinkThatLeadsOut() throws {
        let bundle = try bundle(naming: "sub/a.json")
        let outside = try TemporaryBundle("outside", ["a.json": "{}"])
        try bundle.link("sub", to: outside.directory)
        #expect(bundle.problems().first?.hasSuffix("[path-outside]") == true)
    }

    @Test func refusesASiblingWhoseNameBeginsTheSame() throws {
        let bundle = try bundle(naming: "linked.json")
        try FileManager.default.createDirectory(atPath: bundle.directory + "-other", withIntermediateDirectories: true)
        try Data("{}".utf8).write(to: URL(fileURLWithPath: bundle.directory + "-other/a.json"))
        try bundle.link("linked.json", to: "../sample-other/a.json")
        #expect(bundle.problems().first?.hasSuffix("[path-outside]") == true)
    }

    @Test func followsALinkThatStaysInside() throws {
        let bundle = try bundle(naming: "linked.json")
        try bundle.link("linked.json", to: "fine.json")
        #expect(bundle.problems().isEmpty)
    }

    @Test func refusesLinksInACircle() throws {
        let bundle = try bundle(naming: "one.json")
        try bundle.link("one.json", to: "two.json")
        try bundle.link("two.json", to: "one.json")
        #expect(
            bundle.problems() == [
                "makecomapp.json:2:32: error: The symbolic links of 'one.json' lead in a circle [cyclic-link]"
            ]
        )
    }

    @Test(arguments: [".", ".."])
    func aLinkToADirectoryItStandsInIsACircle(target: String) throws {
        let bundle = try bundle(naming: "loop")
        try bundle.link("loop", to: target)
        #expect(
            bundle.problems() == [
                "makecomapp.json:2:32: error: The symbolic links of 'loop' lead in a circle [cyclic-link]"
            ]
        )
    }

    @Test func saysThatAFileIsMissing() throws {
        let app = try bundle(naming: "gone.json").read()
        #expect(
            app.diagnostics.map(\.description)
                == ["makecomapp.json:2:32: error: The file 'gone.json' does not exist [missing-file]"]
        )
        #expect(app.status == .partial)
        #expect(app.modules["list"]?.failures == app.diagnostics)
    }

    @Test func saysThatALinkPointsToNothing() throws {
        let bundle = try bundle(naming: "linked.json")
        try bundle.link("linked.json", to: "gone.json")
        #expect(
            bundle.problems() == [
                "makecomapp.json:2:32: error: 'linked.json' is, or lies behind, a symbolic link that points to nothing "
                    + "[missing-file]"
            ]
        )
    }

    @Test(.timeLimit(.minutes(1))) func neverWaitsOnAPipe() throws {
        let bundle = try bundle(naming: "pipe.json")
        #expect(mkfifo(bundle.path("pipe.json"), 0o644) == 0)
        #expect(
            bundle.problems() == ["makecomapp.json:2:32: error: 'pipe.json' is a named pipe, not a file [not-a-file]"]
        )
    }

    @Test(.timeLimit(.minutes(1))) func neverReadsADevice() throws {
        let bundle = try bundle(naming: "zero.json")
        try bundle.link("zero.json", to: "/dev/zero")
        #expect(bundle.problems().first?.hasSuffix("[path-outside]") == true)
    }

    @Test func saysThatADirectoryIsNoFile() throws {
        let bundle = try bundle(naming: "folder")
        try bundle.write("{}", to: "folder/a.json")
        #expect(bundle.problems() == ["makecomapp.json:2:32: error: 'folder' is a directory, not a file [not-a-file]"])
    }

    @Test(.enabled(if: geteuid() != 0)) func saysThatAFileCannotBeRead() throws {
        let bundle = try bundle(naming: "closed.json")
        try bundle.write("{}", to: "closed.json")
        #expect(chmod(bundle.path("closed.json"), 0) == 0)
        #expect(bundle.problems().first?.hasSuffix("cannot be read: Permission denied [unreadable-file]") == true)
    }

    @Test func refusesASpecOfTenMegabytes() throws {
        let bundle = try bundle(naming: "large.json")
        let size = 10_000_000
        try bundle.write("{\"a\": \"" + String(repeating: "x", count: size - 9) + "\"}", to: "large.json")
        let clock = ContinuousClock()
        var problems: [String] = []
        let time = clock.measure { problems = bundle.problems() }
        #expect(
            problems == [
                "makecomapp.json:2:32: error: The file 'large.json' has \(size) bytes; at most 2097152 are read "
                    + "[file-too-large]"
            ]
        )
        #expect(time < .seconds(1))
    }

    @Test func refusesABundleThatIsTooLargeAsAWhole() throws {
        let bundle = try bundle(naming: "fine.json")
        let problems = bundle.problems(limits: BundleLimits(bundleBytes: 100))
        #expect(problems.first?.hasSuffix("[bundle-too-large]") == true)
    }

    @Test func findsAFileWhoseNameDiffersInCase() throws {
        let bundle = try bundle(naming: "Sub/Fine.JSON")
        try bundle.write("{}", to: "sub/fine.json")
        let app = bundle.read()
        #expect(
            app.diagnostics.map(\.description) == [
                "makecomapp.json:2:32: warning: The file is called 'sub/fine.json', not 'Sub/Fine.JSON'; "
                    + "other systems will not find it [path-case]"
            ]
        )
        #expect(app.status == .loaded)
    }

    @Test func aDirectoryThatIsNotThereIsAFailedBundle() {
        let app = BundleReader(catalog: .sample).read(directory: "/nonexistent/patchbay/app")
        #expect(app.status == .failed)
        #expect(app.name == "app")
        #expect(
            app.diagnostics.map(\.description) == [
                "makecomapp.json:1:1: error: The file '/nonexistent/patchbay/app' does not exist [missing-file]"
            ]
        )
    }

    @Test func theBundleItselfMayBeALink() throws {
        let bundle = try bundle(naming: "fine.json")
        let link = bundle.directory + "-link"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: bundle.directory)
        let app = BundleReader(catalog: .sample).read(directory: link)
        #expect(app.status == .loaded)
        #expect(app.name == "sample-link")
    }
}

@Suite("Bundles made to be slow")
struct HostileBundleTests {
    @Test(.timeLimit(.minutes(1))) func anObjectWithVeryManyKeysIsReadInTime() throws {
        let keys = (0..<40_000).map { "\"key\($0)\": \"{{parameters.a\($0)}}\"" }.joined(separator: ", ")
        let app = try moduleBundle("{\"url\": \"https://a\", \"qs\": {\(keys)}}", base: "{\"qs\": {\(keys)}}").read()
        #expect(app.status == .loaded)
        #expect(app.diagnostics.isEmpty)
    }

    @Test(.timeLimit(.minutes(1))) func veryManyKeysThatMeanNothingAreListedInPart() throws {
        let keys = (0..<60_000).map { "\"key\($0)\": 1" }.joined(separator: ", ")
        let app = try moduleBundle("{\(keys)}").read()
        #expect(app.diagnostics.count == 100)
    }

    @Test(.timeLimit(.minutes(1))) func veryManyComponentsAreReadInTime() throws {
        let modules = (0..<10_000).map { "\"m\($0)\": {\"moduleType\": \"action\", \"connection\": \"x\"}" }
        let app = try TemporaryBundle(
            "sample",
            ["makecomapp.json": manifest("\"module\": {\(modules.joined(separator: ", "))}")]
        ).read()
        #expect(app.modules.count == 10_000)
        #expect(app.diagnostics.count == 10_000)
    }
}
