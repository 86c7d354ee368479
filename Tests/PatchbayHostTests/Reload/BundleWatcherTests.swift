import Foundation
import Logging
import PatchbayTesting
import Synchronization
import Testing

@testable import PatchbayHost

/// Real files and the real system: each change has to be heard, by word of the system and by looking.
struct BundleWatcherTests {
    @Test(arguments: [false, true])
    func savedFilesAreHeard(polls: Bool) async throws {
        let directory = try TemporaryDirectory()
        try directory.write("1", to: "apps/one/base.iml.json")
        let heard = try Ear(directory, polls: polls)
        try directory.write("22", to: "apps/one/base.iml.json")
        #expect(await heard.hears("/apps/one"))
    }

    @Test(arguments: [false, true])
    func filesPutInPlaceAtOnceAreHeard(polls: Bool) async throws {
        let directory = try TemporaryDirectory()
        try directory.write("1", to: "apps/one/modules/a/communication.iml.json")
        let heard = try Ear(directory, polls: polls)
        try directory.replace("apps/one/modules/a/communication.iml.json", with: "22")
        #expect(await heard.hears("/apps/one"))
    }

    @Test(arguments: [false, true])
    func newBundlesAndWhatIsWrittenIntoThemLaterAreHeard(polls: Bool) async throws {
        let directory = try TemporaryDirectory()
        try directory.write("1", to: "apps/one/base.iml.json")
        let heard = try Ear(directory, polls: polls)
        try directory.write("1", to: "apps/two/modules/deep/communication.iml.json")
        #expect(await heard.hears("/apps/two"))
        heard.forget()
        try directory.write("22", to: "apps/two/modules/deep/communication.iml.json")
        #expect(await heard.hears("/apps/two"))
    }

    @Test(arguments: [false, true])
    func bothLinksToADirectoryAreHeard(polls: Bool) async throws {
        let directory = try TemporaryDirectory()
        try directory.write("1", to: "bundle/base.iml.json")
        try directory.write("1", to: "apps/notes.txt")
        for name in ["one", "two"] { try directory.link("apps/\(name)", to: directory("bundle")) }
        let heard = try Ear(directory, polls: polls)
        try directory.write("22", to: "bundle/base.iml.json")
        #expect(await heard.hears("/apps/one"))
        #expect(await heard.hears("/apps/two"))
    }

    @Test(arguments: [false, true])
    func removedAndRecreatedBundlesAreHeard(polls: Bool) async throws {
        let directory = try TemporaryDirectory()
        try directory.write("1", to: "apps/one/base.iml.json")
        let heard = try Ear(directory, polls: polls)
        try directory.remove("apps/one")
        #expect(await heard.hears("/apps/one"))
        heard.forget()
        try directory.write("1", to: "apps/one/base.iml.json")
        #expect(await heard.hears("/apps/one"))
        heard.forget()
        try directory.write("22", to: "apps/one/base.iml.json")
        #expect(await heard.hears("/apps/one"))
    }

    @Test(arguments: [false, true])
    func theWholeDirectoryMayGoAndComeBack(polls: Bool) async throws {
        let directory = try TemporaryDirectory()
        try directory.write("1", to: "apps/one/base.iml.json")
        let heard = try Ear(directory, polls: polls)
        try directory.remove("apps")
        #expect(await heard.hears("/apps/one"))
        heard.forget()
        try directory.write("1", to: "apps/one/base.iml.json")
        #expect(await heard.hears("/apps/one"))
        heard.forget()
        try directory.write("22", to: "apps/one/base.iml.json")
        #expect(await heard.hears("/apps/one"))
    }

    @Test(arguments: [false, true])
    func linksAreFollowedAndChangingThemIsHeard(polls: Bool) async throws {
        let directory = try TemporaryDirectory()
        try directory.write("1", to: "versions/1/base.iml.json")
        try directory.write("22", to: "versions/2/base.iml.json")
        try directory.write("1", to: "apps/other/base.iml.json")
        try directory.link("apps/one", to: directory("versions/1"))
        let heard = try Ear(directory, polls: polls)
        try directory.write("333", to: "versions/1/base.iml.json")
        #expect(await heard.hears("/apps/one"))
        heard.forget()
        try directory.remove("apps/one")
        try directory.link("apps/one", to: directory("versions/2"))
        #expect(await heard.hears("/apps/one"))
        heard.forget()
        try directory.write("4444", to: "versions/2/base.iml.json")
        #expect(await heard.hears("/apps/one"))
    }

    /// `apps/one -> ../srv/current -> releases/1`, and a deployment puts another link in the place of `current`.
    @Test(arguments: [false, true])
    func aLinkSwappedOutsideTheDirectoryIsHeard(polls: Bool) async throws {
        let directory = try TemporaryDirectory()
        for number in ["1", "2"] { try directory.write(number, to: "srv/releases/\(number)/base.iml.json") }
        try directory.write("1", to: "apps/other/base.iml.json")
        try directory.link("srv/current", to: "releases/1")
        try directory.link("apps/one", to: "../srv/current")
        let heard = try Ear(directory, polls: polls)
        try directory.swapLink("srv/current", to: "releases/2")
        #expect(await heard.hears("/apps/one"))
        #expect(!heard.directories.contains(directory("apps/other")))
        heard.forget()
        try directory.write("333", to: "srv/releases/2/base.iml.json")
        #expect(await heard.hears("/apps/one"))
        heard.forget()
        try directory.swapLink("srv/current", to: "releases/1")
        #expect(await heard.hears("/apps/one"))
    }

    @Test(arguments: [false, true])
    func aDirectoryPutInThePlaceOfALinksEndIsHeard(polls: Bool) async throws {
        let directory = try TemporaryDirectory()
        try directory.write("1", to: "srv/live/base.iml.json")
        try directory.write("22", to: "srv/next/base.iml.json")
        try directory.write("1", to: "apps/other/base.iml.json")
        try directory.link("apps/one", to: directory("srv/live"))
        let heard = try Ear(directory, polls: polls)
        try directory.move("srv/live", to: "srv/old")
        #expect(await heard.hears("/apps/one"))
        heard.forget()
        try directory.move("srv/next", to: "srv/live")
        #expect(await heard.hears("/apps/one"))
        heard.forget()
        try directory.write("333", to: "srv/live/base.iml.json")
        #expect(await heard.hears("/apps/one"))
    }

    /// What Kubernetes makes of a ConfigMap: `one -> ..data/one`, `..data -> ..2026_1`, the last link swapped.
    @Test(arguments: [false, true])
    func aConfigMapInThePlaceOfTheDirectoryIsHeard(polls: Bool) async throws {
        let directory = try TemporaryDirectory()
        for number in ["1", "2"] {
            for name in ["one", "two"] {
                try directory.write(number, to: "apps/..2026_\(number)/\(name)/base.iml.json")
            }
        }
        try directory.link("apps/..data", to: "..2026_1")
        for name in ["one", "two"] { try directory.link("apps/\(name)", to: "..data/\(name)") }
        let heard = try Ear(directory, polls: polls)
        try directory.swapLink("apps/..data", to: "..2026_2")
        #expect(await heard.hears("/apps/one"))
        #expect(await heard.hears("/apps/two"))
        try directory.remove("apps/..2026_1")
        heard.forget()
        try directory.write("333", to: "apps/..2026_2/two/base.iml.json")
        #expect(await heard.hears("/apps/two"))
    }

    @Test(arguments: [false, true])
    func aConfigMapInABundleIsHeard(polls: Bool) async throws {
        let directory = try TemporaryDirectory()
        for number in ["1", "2"] { try directory.write(number, to: "apps/one/..2026_\(number)/base.iml.json") }
        try directory.link("apps/one/..data", to: "..2026_1")
        try directory.link("apps/one/base.iml.json", to: "..data/base.iml.json")
        let heard = try Ear(directory, polls: polls)
        try directory.swapLink("apps/one/..data", to: "..2026_2")
        #expect(await heard.hears("/apps/one"))
        heard.forget()
        // Nothing watches the hidden directory; the file the link leads to counts all the same.
        try directory.replace("apps/one/..2026_2/base.iml.json", with: "333")
        #expect(await heard.hears("/apps/one"))
    }

    @Test(arguments: [false, true])
    func aLinkOnTheWayToTheDirectoryIsHeard(polls: Bool) async throws {
        let directory = try TemporaryDirectory()
        for number in ["1", "2"] { try directory.write(number, to: "releases/\(number)/apps/one/base.iml.json") }
        try directory.link("current", to: "releases/1")
        let heard = try Ear(directory, root: "current/apps", polls: polls)
        try directory.swapLink("current", to: "releases/2")
        #expect(await heard.hears("/current/apps/one"))
        heard.forget()
        try directory.write("333", to: "releases/2/apps/one/base.iml.json")
        #expect(await heard.hears("/current/apps/one"))
    }

    @Test(arguments: [false, true])
    func aLinkToNothingIsHeardOnceThereIsSomething(polls: Bool) async throws {
        let directory = try TemporaryDirectory()
        try directory.write("1", to: "apps/other/base.iml.json")
        try directory.write("1", to: "srv/notes.txt")
        try directory.link("apps/one", to: directory("srv/late/app"))
        let heard = try Ear(directory, polls: polls)
        try directory.write("1", to: "srv/late/app/base.iml.json")
        #expect(await heard.hears("/apps/one"))
    }

    @Test(arguments: [false, true])
    func aSaveIsOfItsBundleAloneHoweverManyThereAre(polls: Bool) async throws {
        let directory = try TemporaryDirectory()
        for number in 0..<120 { try directory.write("1", to: "apps/app\(number)/modules/a/a.json") }
        let heard = try Ear(directory, polls: polls)
        try directory.replace("apps/app7/modules/a/a.json", with: "22")
        #expect(await heard.hears("/apps/app7"))
        #expect(heard.directories.subtracting([directory("apps")]) == [directory("apps/app7")])
        #expect(heard.everything == 0)
    }

    @Test func otherFilesBesideTheDirectoryAreNotHeard() async throws {
        let directory = try TemporaryDirectory()
        try directory.write("1", to: "apps/one/base.iml.json")
        let heard = try Ear(directory, polls: false)
        try directory.write("1", to: "elsewhere")
        try directory.write("22", to: "apps/one/base.iml.json")
        #expect(await heard.hears("/apps/one"))
        #expect(heard.everything == 0)
    }
}

/// Hears what a watcher says.
private final class Ear: Sendable {
    private struct Heard {
        var directories: Set<String> = []
        var everything = 0
    }

    private let heard: HeardBox
    private let watcher: BundleWatcher
    private let root: String

    private final class HeardBox: Sendable {
        let value = Mutex(Heard())
    }

    init(_ directory: TemporaryDirectory, root apps: String = "apps", polls: Bool) throws {
        let box = HeardBox()
        heard = box
        root = directory.path
        watcher = try #require(
            BundleWatcher(root: directory(apps), polls: polls, log: Logger(label: "test")) { changed in
                box.value.withLock { heard in
                    if let changed { heard.directories.formUnion(changed) } else { heard.everything += 1 }
                }
                return true
            }
        )
        watcher.start()
    }

    deinit {
        watcher.stop()
    }

    var directories: Set<String> { heard.value.withLock(\.directories) }

    var everything: Int { heard.value.withLock(\.everything) }

    func forget() {
        heard.value.withLock { $0 = Heard() }
    }

    /// Whether a change of a bundle is heard in time; a change of everything is one of it too.
    func hears(_ bundle: String) async -> Bool {
        let deadline = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < deadline {
            let isHeard = heard.value.withLock { $0.directories.contains(root + bundle) || $0.everything > 0 }
            if isHeard { return true }
            try? await Task.sleep(for: .milliseconds(2))
        }
        return false
    }
}
