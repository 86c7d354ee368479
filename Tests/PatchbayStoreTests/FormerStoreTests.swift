import Foundation
import GRDB
import IML
import PatchbayAuth
import PatchbayTesting
import PatchbayText
import Testing

@testable import PatchbayStore

/// Stores of earlier versions, whose seals named less of the place a value is at.
struct FormerStoreTests {
    private static let place = InstallationPlace(app: "shop", connection: "shop-oauth")

    private func filled(in folder: StoreFolder) throws -> FormerStore {
        let former = try FormerStore(in: folder)
        try former.insert([.sample("con_1"), .sample("con_2", app: "forum", data: ["token": "other"], uid: "42")])
        try former.insert(.sample(correlation: "request-token"), state: "state")
        try former.insert(["consumerSecret": "entered"], of: Self.place)
        return former
    }

    @Test func oneOpensWithAllThatIsInIt() async throws {
        let folder = try StoreFolder()
        try filled(in: folder).close()
        for _ in 0..<2 {
            let store = try folder.open()
            let records = try await store.connections(matching: ConnectionFilter())
            #expect(records.map(\.id) == ["con_1", "con_2"])
            #expect(records.map(\.app) == ["shop", "forum"])
            #expect(records[0].data.reveal() == ["token": "secret-token"])
            #expect(records[0].scopes == ["read", "write"])
            #expect(records[0].environment == [:], "there was none then")
            #expect(records[0].metadata["value"] == "ada@example.com")
            #expect(records[0].status == .valid)
            #expect(records[1].data.reveal() == ["token": "other"])
            #expect(records[1].uid == "42")
            #expect(try await store.installation(Self.place)?.reveal() == ["consumerSecret": "entered"])
            try store.close()
        }
        let store = try folder.open()
        let flow = try #require(
            try await store.takeFlow(state: "state", correlation: Secret("request-token"), at: second(1)).flow
        )
        #expect(flow.draft.reveal() == ["password": "draft-secret"])
        #expect(flow.environment == [:])
        #expect(flow.pending.notes["secret"] == "issued-secret")
    }

    @Test func whatIsInItIsBoundToItsPlaceFromThenOn() async throws {
        let folder = try StoreFolder()
        try filled(in: folder).close()
        try folder.open().close()
        try await folder.raw().write { try $0.execute(sql: "UPDATE connection SET app = 'forum' WHERE id = 'con_1'") }
        let store = try folder.open()
        #expect(await trouble { _ = try await store.connection("con_1") }?.kind == .corrupt)
    }

    @Test func aFormerValuePutBackLaterStaysShut() async throws {
        let folder = try StoreFolder()
        try filled(in: folder).close()
        let raw = try folder.raw()
        let former = try await raw.read { database in
            try ["data_key", "content"].map { try Data.fetchOne(database, sql: "SELECT \($0) FROM connection") }
        }
        try folder.open().close()
        try await raw.write { database in
            try database.execute(
                sql: "UPDATE connection SET app = 'forum', data_key = ?, content = ? WHERE id = 'con_1'",
                arguments: [former[0], former[1]]
            )
            try database.execute(sql: "DELETE FROM grdb_migrations WHERE identifier = 'sealed with their places'")
            for table in ["connection", "flow", "installation"] {
                try database.execute(sql: "DROP TRIGGER \(table)_seal")
            }
        }
        let store = try folder.open()
        #expect(await trouble { _ = try await store.connection("con_1") }?.kind == .corrupt)
        #expect(try await store.connection("con_2") != nil)
    }

    @Test func itsKeyIsRotatedAndItsConnectionsTakenElsewhere() async throws {
        let folder = try StoreFolder()
        try filled(in: folder).close()
        let store = try folder.open()
        #expect(try await store.rotate() == 4)
        let records = try await store.connections(matching: ConnectionFilter())
        let other = try StoreFolder().open()
        #expect(try await other.take(ConnectionArchive(records), replaces: false).added == ["con_1", "con_2"])
        #expect(try await other.connection("con_1")?.data.reveal() == ["token": "secret-token"])
        try store.close()
        #expect(try await folder.open().installation(Self.place)?.reveal() == ["consumerSecret": "entered"])
    }

    @Test func aDamagedEntryOfItHidesNoOther() async throws {
        let folder = try StoreFolder()
        let former = try filled(in: folder)
        try former.execute("UPDATE connection SET content = x'00' WHERE id = 'con_1'")
        try former.close()
        let store = try folder.open()
        let records = try await store.connections(matching: ConnectionFilter())
        #expect(records.map(\.status) == [.damaged, .valid])
        #expect(records[1].data.reveal() == ["token": "other"])
    }

    @Test func withoutItsKeyNothingOfItChanges() async throws {
        let folder = try StoreFolder()
        let former = try filled(in: folder)
        try former.close()
        let key = try Data(contentsOf: URL(filePath: folder.path + "/patchbay.key"))
        try KeyFile(path: folder.path + "/patchbay.key").replace(with: [.random()])
        #expect(await trouble { _ = try folder.open() }?.kind == .wrongKey)
        try key.write(to: URL(filePath: folder.path + "/patchbay.key"))
        #expect(try await folder.open().connections(matching: ConnectionFilter()).map(\.status) == [.valid, .valid])
    }

    @Test func whileAHostOfTheFormerReleaseWorksOnItNothingOfItChanges() async throws {
        let folder = try StoreFolder()
        let former = try filled(in: folder)
        try former.close()
        let directory = try DataDirectory(folder.path)
        let keys = try KeyRing.load(environment: [:], directory: directory)
        var mark: FormerMark? = try FormerMark(in: directory.presenceFile)
        let error = await trouble { _ = try SQLiteStore(directory: directory, keys: keys, now: { 0 }, patience: 0.05) }
        #expect(error?.kind == .locked)
        #expect(error?.description.contains("earlier version") == true)
        let first = try await folder.raw().read { try Data.fetchOne($0, sql: "SELECT data_key FROM connection")?.first }
        #expect(first == 1)
        // One that ends meanwhile is waited for.
        let opening = Task.detached { () throws -> SQLiteStore in
            try SQLiteStore(directory: directory, keys: keys, now: { 0 }, patience: 60)
        }
        _ = mark
        mark = nil
        #expect(try await opening.value.connection("con_1") != nil)
    }

    @Test func aHostOfThisReleaseThatStartsLaterIsNoFormerOne() async throws {
        let folder = try StoreFolder()
        let one = try folder.open()
        try await one.insert(.sample())
        #expect(!one.presence.seesFormerRelease)
        let other = try folder.open()
        #expect(!other.presence.seesFormerRelease)
        #expect(!one.presence.isGone(other.presence.place))
        let mark = try FormerMark(in: folder.path + "/patchbay.hosts")
        #expect(one.presence.seesFormerRelease)
        withExtendedLifetime(mark) {}
    }

    @Test func theFormerReleaseIsToldThatALaterOneWasHere() async throws {
        let folder = try StoreFolder()
        try filled(in: folder).close()
        try folder.open().close()
        let known = ["connections and authorizations", "installation parameters and leases"]
        let former = known.reduce(into: DatabaseMigrator()) { $0.registerMigration($1) { _ in } }
        // What that release asks before anything else, and answers with its own clear error.
        #expect(try await folder.raw().read { try former.hasBeenSuperseded($0) })
        let error = await #expect(throws: DatabaseError.self) {
            try await folder.raw().write { database in
                let values = "'i', 'a', 'c', 'n', 'valid', NULL, NULL, NULL, 1, 1, x'0102', x'00'"
                try database.execute(sql: "INSERT INTO connection VALUES (\(values))")
            }
        }
        #expect(error?.message == "a later version of Patchbay has taken the database over")
    }

    private static let variable = "PATCHBAY_STORE_MIGRATION_DIRECTORY"

    @Test func killedAtAnyMomentOfItsChangeItOpensWithAllThatIsInIt() async throws {
        let ids = (0..<4_000).map { "con_\($0)" }
        let original = try StoreFolder()
        let former = try FormerStore(in: original)
        try former.insert(ids.map { .sample($0) })
        try former.close()
        var interrupted = 0
        // The log grows while the one transaction runs: so much of it is written when the process is killed.
        for written in [1, 400_000, 1_200_000, 2_000_000] {
            let folder = try StoreFolder()
            for name in ["patchbay.sqlite", "patchbay.key"] {
                try FileManager.default.copyItem(atPath: original.path + "/" + name, toPath: folder.path + "/" + name)
            }
            let process = try Self.startOpening(folder.path)
            defer { process.signal(SIGKILL) }
            let log = folder.path + "/patchbay.sqlite-wal"
            let isReached = try await eventually {
                let size = try? FileManager.default.attributesOfItem(atPath: log)[.size] as? Int
                return size ?? 0 >= written || FileManager.default.fileExists(atPath: folder.path + "/opened")
            }
            process.signal(SIGKILL)
            let status = try await process.ended()
            #expect(isReached, "The process ended with \(status)")
            let version = try await folder.raw().read {
                try Data.fetchOne($0, sql: "SELECT sealed_lookup_key FROM host_key")?.first
            }
            if version == 1 { interrupted += 1 }
            let records = try await folder.open().connections(matching: ConnectionFilter())
            #expect(records.count == ids.count)
            #expect(records.allSatisfy { $0.status == .valid && $0.data.reveal() == ["token": "secret-token"] })
        }
        #expect(interrupted > 0, "One at least is killed in the midst of it")
    }

    private static func startOpening(_ folder: String) throws -> ChildProcess {
        try ChildProcess(
            URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().path,
            ["--testing-library", "swift-testing", "--filter", "FormerStoreOpening"],
            environment: [variable: folder],
            in: folder,
            errorFile: folder + "/opening.log"
        )
    }

    /// Not a test by itself: what the killed process does.
    struct FormerStoreOpening {
        @Test(.enabled(if: ProcessInfo.processInfo.environment[variable] != nil))
        func opens() async throws {
            let folder = try #require(ProcessInfo.processInfo.environment[variable])
            let store = try SQLiteStore.open(folder, environment: [:]) { 0 }
            try Data().write(to: URL(filePath: folder + "/opened"))
            try store.close()
        }
    }
}

/// The mark of a host of the former release.
private final class FormerMark: Sendable {
    private let descriptor: Int32

    init(in file: String) throws {
        descriptor = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        var lock = flock()
        lock.l_type = Int16(F_WRLCK)
        lock.l_whence = Int16(SEEK_SET)
        lock.l_start = 1 << 40
        lock.l_len = 1
        #if canImport(Darwin)
            let take = Int32(90)
        #else
            let take = Int32(37)
        #endif
        guard fcntl(descriptor, take, &lock) == 0 else { throw SystemError.last }
    }

    deinit { close(descriptor) }
}
