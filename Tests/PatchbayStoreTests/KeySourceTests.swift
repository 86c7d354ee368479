import Foundation
import Testing

@testable import PatchbayStore

struct KeySourceTests {
    private func load(
        _ source: KeySource,
        _ folder: StoreFolder,
        environment: [String: String] = [:]
    ) throws -> KeyRing {
        try KeyRing.load(environment: environment, directory: DataDirectory(folder.path), source: source)
    }

    @Test func theFirstLineOfACommandIsTheKey() throws {
        let folder = try StoreFolder()
        let (new, old) = (StoreKey.random(), StoreKey.random())
        let ring = try load(.command("echo \(new.reveal()),\(old.reveal()); echo a second line"), folder)
        #expect(ring.current?.id == new.id)
        #expect(try ring.key(old.id) != nil)
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/patchbay.key"))
    }

    @Test(arguments: [
        ("exit 3", "status 3"), ("echo canary-9; exit 4", "status 4"), ("kill -9 $$", "signal 9"),
        ("echo canary-9", "does not hold a key"), ("true", "does not hold a key"),
        ("no-such-program-here", "status 127"), ("yes canary-9 | head -c 1000000", "does not hold a key"),
    ])
    func aCommandThatFailsIsSaidWithoutWhatItPrints(_ command: String, _ said: String) async throws {
        let folder = try StoreFolder()
        let error = await trouble { _ = try load(.command(command), folder) }
        #expect(error?.kind == .malformedKey)
        #expect(error?.message.contains(said) == true, "\(String(describing: error))")
        #expect(error?.description.contains("canary-9") == false)
    }

    @Test func aCommandThatHangsIsEndedWithAllItStarted() async throws {
        let folder = try StoreFolder()
        let started = ContinuousClock.now
        let mark = folder.path + "/survived"
        let command = KeyCommand(text: "(sleep 4; touch \(mark)) & sleep 100", patience: 0.3)
        let error = await trouble { _ = try command.keys() }
        #expect(error?.message.contains("took longer") == true)
        #expect(started.duration(to: .now) < .seconds(60))
        try await Task.sleep(for: .seconds(5))
        #expect(!FileManager.default.fileExists(atPath: mark))
    }

    @Test func aCommandIsAskedAgainForAKeyThatWasRotated() async throws {
        let folder = try StoreFolder()
        let (new, old) = (StoreKey.random(), StoreKey.random())
        let place = folder.path + "/manager"
        try Data(old.reveal().utf8).write(to: URL(filePath: place))
        let source = KeySource.command("cat \(place)")
        let host = try SQLiteStore.open(folder.path, environment: [:], keySource: source) { 1_000 }
        try await host.insert(.sample())
        try Data("\(new.reveal()),\(old.reveal())".utf8).write(to: URL(filePath: place))
        let other = try SQLiteStore.open(folder.path, environment: [:], keySource: source) { 1_000 }
        #expect(try await other.rotate() == 1)
        try await host.insert(.sample("later"))
        #expect(try await eventually { try await host.connection("con_1") != nil })
        try Data(new.reveal().utf8).write(to: URL(filePath: place))
        try host.close()
        try other.close()
        let last = try SQLiteStore.open(folder.path, environment: [:], keySource: source) { 1_000 }
        #expect(try await last.connections(matching: ConnectionFilter()).count == 2)
    }

    @Test func aKeyFileOfAnotherPlaceIsReadAndRotated() async throws {
        let folder = try StoreFolder()
        let file = folder.path + "/elsewhere.key"
        let missing = await trouble { _ = try load(.file(file), folder) }
        #expect(missing?.kind == .lostKey)
        #expect(missing?.remedy.contains("umask 077") == true)
        let key = StoreKey.random()
        try Data((key.reveal() + "\n").utf8).write(to: URL(filePath: file))
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file)
        #expect(await trouble { _ = try load(.file(file), folder) }?.kind == .unsafeKeyFile)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
        let store = try SQLiteStore.open(folder.path, environment: [:], keySource: .file(file)) { 1_000 }
        try await store.insert(.sample())
        #expect(try await store.rotate() == 1)
        #expect(try String(contentsOfFile: file, encoding: .utf8) != key.reveal() + "\n")
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/patchbay.key"))
    }

    @Test(arguments: [KeySource.file("/nowhere"), .command("true")])
    func twoSourcesAreOneTooMany(_ source: KeySource) async throws {
        let folder = try StoreFolder()
        let given = ["PATCHBAY_KEY": StoreKey.random().reveal()]
        let error = await trouble { _ = try load(source, folder, environment: given) }
        #expect(error?.message.contains("Both PATCHBAY_KEY and") == true)
    }
}
