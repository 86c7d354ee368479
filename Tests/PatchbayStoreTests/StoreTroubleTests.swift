import Foundation
import GRDB
import IML
import Testing

@testable import PatchbayStore

struct StoreTroubleTests {
    @Test func aDirectoryThatCannotBeMadeIsNamed() async throws {
        let folder = try StoreFolder()
        let file = folder.path + "/file"
        try Data().write(to: URL(filePath: file))
        for path in [file, file + "/data", "/proc/self/data"] {
            let error = await trouble { _ = try SQLiteStore.open(path, environment: [:]) { 0 } }
            #expect(error?.kind == .notWritable)
            #expect(error?.message.contains(path) == true)
            #expect(error?.remedy.contains("--data") == true)
        }
    }

    @Test func missingParentsAreMadeForTheirOwnerAlone() throws {
        let folder = try StoreFolder()
        let path = folder.path + "/a/b/"
        try SQLiteStore.open(path, environment: [:]) { 0 }.close()
        let mode = try FileManager.default.attributesOfItem(atPath: folder.path + "/a")[.posixPermissions] as? Int
        #expect(mode == 0o700)
    }

    @Test func aDatabaseThatIsADirectoryIsNotWritable() async throws {
        let folder = try StoreFolder()
        try FileManager.default.createDirectory(
            atPath: folder.path + "/patchbay.sqlite",
            withIntermediateDirectories: true
        )
        let key = ["PATCHBAY_KEY": StoreKey.random().reveal()]
        let error = await trouble { _ = try folder.open(environment: key) }
        #expect(error?.kind == .notWritable)
        #expect(error?.message.contains("patchbay.sqlite") == true)
    }

    @Test func aFileThatIsNoDatabaseIsCorrupt() async throws {
        let folder = try StoreFolder()
        let garbage = Data((0..<20_000).map { UInt8(truncatingIfNeeded: $0 &* 31) })
        try garbage.write(to: URL(filePath: folder.path + "/patchbay.sqlite"))
        let error = await trouble { _ = try folder.open(environment: ["PATCHBAY_KEY": StoreKey.random().reveal()]) }
        #expect(error?.kind == .corrupt)
        #expect(error?.description.contains(folder.path + "/patchbay.sqlite") == true)
        #expect(try Data(contentsOf: URL(filePath: folder.path + "/patchbay.sqlite")) == garbage)
    }

    @Test func aDatabaseThatLostItsBytesIsCorruptWithItsKeyAndWithout() async throws {
        let folder = try StoreFolder()
        let store = try folder.open()
        try await store.insert(.sample())
        try store.close()
        let database = folder.path + "/patchbay.sqlite"
        try Data().write(to: URL(filePath: database))
        for _ in 0..<2 {
            let error = await trouble { _ = try folder.open() }
            #expect(error?.kind == .corrupt)
            #expect(error?.description.contains(database) == true)
            #expect(try Data(contentsOf: URL(filePath: database)).isEmpty)
            try? FileManager.default.removeItem(atPath: folder.path + "/patchbay.key")
        }
    }

    @Test func aLogWithoutItsDatabaseIsKept() async throws {
        let folder = try StoreFolder()
        let store = try folder.open()
        try await store.insert(.sample())
        let (database, log) = (folder.path + "/patchbay.sqlite", folder.path + "/patchbay.sqlite-wal")
        let moved = try StoreFolder()
        for file in [log, folder.path + "/patchbay.key"] {
            let name = URL(filePath: file).lastPathComponent
            try FileManager.default.copyItem(atPath: file, toPath: moved.path + "/" + name)
        }
        let error = await trouble { _ = try moved.open() }
        #expect(error?.kind == .corrupt)
        #expect(error?.message.contains("patchbay.sqlite-wal") == true)
        let kept = try Data(contentsOf: URL(filePath: moved.path + "/patchbay.sqlite-wal"))
        #expect(try kept == Data(contentsOf: URL(filePath: log)))
        try FileManager.default.copyItem(atPath: database, toPath: moved.path + "/patchbay.sqlite")
        #expect(try await moved.open().connection("con_1") != nil)
    }

    @Test func aNewDatabaseIsItsOwnersAloneAndLeavesNoDraft() throws {
        let folder = try StoreFolder()
        try folder.open().close()
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(
            Set(names).subtracting(["patchbay.sqlite-wal", "patchbay.sqlite-shm"]).sorted()
                == ["patchbay.hosts", "patchbay.key", "patchbay.sqlite"]
        )
        let attributes = try FileManager.default.attributesOfItem(atPath: folder.path + "/patchbay.sqlite")
        #expect(attributes[.posixPermissions] as? Int == 0o600)
    }

    @Test func overwrittenPagesAreFoundWhenItOpens() async throws {
        let folder = try StoreFolder()
        let store = try folder.open()
        for index in 0..<100 { try await store.insert(.sample("con_\(index)")) }
        try store.close()
        let url = URL(filePath: folder.path + "/patchbay.sqlite")
        var data = try Data(contentsOf: url)
        try #require(data.count > 16_384, "Closing brings everything from the log into the file")
        for index in 8_192..<data.count { data[index] = 0xA5 }
        try data.write(to: url)
        let error = await trouble { _ = try folder.open() }
        #expect(error?.kind == .corrupt)
        #expect(error?.remedy.contains("copy") == true)
    }

    @Test func aLaterVersionsDatabaseIsLeftAlone() async throws {
        let folder = try StoreFolder()
        try folder.open().close()
        try await folder.raw().write {
            try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('something of next year')")
        }
        let error = await trouble { _ = try folder.open() }
        #expect(error?.kind == .newerVersion)
        #expect(error?.message.contains("patchbay.sqlite") == true)
    }

    @Test func aLockThatStaysIsReportedAndTheStoreGoesOnAfterIt() async throws {
        let folder = try StoreFolder()
        try folder.open().close()
        let directory = try DataDirectory(folder.path)
        let keys = try KeyRing.load(environment: [:], directory: directory)
        let store = try SQLiteStore(directory: directory, keys: keys, now: { 0 }, patience: 0.05)
        let other = try folder.raw()
        try await other.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
        #expect(await trouble { try await store.insert(.sample()) }?.kind == .locked)
        try await other.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
        try await store.insert(.sample())
        #expect(try await store.connection("con_1") != nil)
    }

    @Test func aFullDiskFailsTheWriteAndLosesNothingAcknowledged() async throws {
        let store = try StoreFolder().open()
        try await store.insert(.sample("before"))
        try await store.pool.writeWithoutTransaction { database in
            let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
            try database.execute(sql: "PRAGMA max_page_count = \(pages + 2)")
        }
        let large: Fields = ["blob": .binary(Binary(Array(repeating: 7, count: 200_000)))]
        let error = await trouble { try await store.insert(.sample("large", data: large)) }
        #expect(error?.kind == .diskFull)
        #expect(try await store.connection("before") != nil)
        #expect(try await store.connection("large") == nil)
        try await store.insert(.sample("small"))
        #expect(try await store.connection("small") != nil)
    }

    @Test func theLogIsSynchronisedInFull() async throws {
        let store = try StoreFolder().open()
        let settings = try await store.pool.writeWithoutTransaction { database in
            [
                try String.fetchOne(database, sql: "PRAGMA journal_mode"),
                try String.fetchOne(database, sql: "PRAGMA synchronous"),
                try String.fetchOne(database, sql: "PRAGMA foreign_keys"),
            ]
        }
        #expect(settings == ["wal", "2", "1"])
    }
}
