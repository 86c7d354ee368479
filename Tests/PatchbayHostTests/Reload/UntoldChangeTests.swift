import Foundation
import Logging
import PatchbayBundle
import PatchbayRuntime
import PatchbayTesting
import Synchronization
import Testing

@testable import PatchbayHost

/// Changes the system tells nobody of, made with real memory maps.
struct UntoldChangeTests {
    private static let quickly = BundleSweep.Pace(slow: 0.2, quick: 0.02, alert: 1, readingShare: 0.5)

    /// A library that follows a directory with an app `one`.
    private struct Followed {
        let directory: TemporaryDirectory
        let library: AppLibrary
        let lines = LogLines()
        private let watcher: BundleWatcher

        init(polls: Bool, pace: BundleSweep.Pace = quickly) throws {
            directory = try TemporaryDirectory()
            try SampleBundle.write("one", into: directory, greeting: "aaaa")
            let library = AppLibrary(root: directory("apps"), reader: BundleOpening.reader())
            self.library = library
            watcher = try #require(
                BundleWatcher(root: directory("apps"), polls: polls, pace: pace, log: lines.logger) { changed in
                    !library.reload(changed).isEmpty
                }
            )
            watcher.start()
            library.reload()
        }

        func stop() { watcher.stop() }

        var revision: String? { library.catalog["one"]?.revision }

        /// Whether the app is another than one in time.
        func changes(from revision: String?) async -> Bool {
            await eventually { self.revision != revision }
        }

        func eventually(_ isTrue: () -> Bool) async -> Bool {
            let deadline = ContinuousClock.now + .seconds(60)
            while ContinuousClock.now < deadline {
                if isTrue() { return true }
                try? await Task.sleep(for: .milliseconds(2))
            }
            return false
        }
    }

    @Test(arguments: [false, true])
    func aWriteThroughAMemoryMapIsFound(polls: Bool) async throws {
        let followed = try Followed(polls: polls)
        defer { followed.stop() }
        let first = followed.revision
        let map = try FileMap(followed.directory("apps/one/greet.iml.json"))
        map.write(SampleBundle.greet("bbbb"))
        #expect(await followed.changes(from: first))
        let second = followed.revision
        // The page is the program's to write to: the file's time stays as it is.
        map.write(SampleBundle.greet("cccc"))
        #expect(await followed.changes(from: second))
    }

    @Test func afterAChangeNobodyToldOfItIsLookedMoreOftenForAWhile() async throws {
        let followed = try Followed(polls: false)
        defer { followed.stop() }
        // What the system tells of is nothing to speak of, whenever it is looked.
        for number in 0..<20 {
            let before = followed.revision
            try followed.directory.write(SampleBundle.greet("told \(number)"), to: "apps/one/greet.iml.json")
            #expect(await followed.changes(from: before))
            try await Task.sleep(for: .milliseconds(25))
        }
        #expect(followed.lines.all == [])
        // Of what the system told since the last look, it may have told everything.
        let map = try FileMap(followed.directory("apps/one/greet.iml.json"))
        var number = 10
        while followed.lines.all.isEmpty {
            let before = followed.revision
            number += 1
            map.write(SampleBundle.greet("mute \(number)"))
            try #require(await followed.changes(from: before))
        }
        #expect(
            followed.lines.all.first
                == "warning: the system gives no word of some changes of bundles; looking for changes every 0.1 s [one]"
        )
        #expect(await followed.eventually { followed.lines.all.count > 1 })
        #expect(followed.lines.all.last == "info: looking for changes of bundles slowly again []")
    }

    /// What a backup does: the times change, the content does not.
    @Test func filesThatOnlyLookOtherwiseAreNoReasonToLookMoreOften() async throws {
        let followed = try Followed(polls: false)
        defer { followed.stop() }
        let before = followed.library.work.bundles
        let file = followed.directory("apps/one/greet.iml.json")
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
        #expect(await followed.eventually { followed.library.work.bundles > before })
        #expect(followed.lines.all == [])
    }
}

/// The lines of a log.
private final class LogLines: Sendable {
    private let lines = Mutex<[String]>([])

    var all: [String] { lines.withLock(\.self) }

    var logger: Logger {
        Logger(label: "test") { _ in Handler(lines: self) }
    }

    private struct Handler: LogHandler {
        let lines: LogLines
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.info

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let values = (event.metadata ?? [:]).values.map { "\($0)" }.sorted().joined(separator: ", ")
            lines.lines.withLock { $0.append("\(event.level): \(event.message) [\(values)]") }
        }
    }
}
