import Foundation
import GRDB
import IML
import Testing

@testable import PatchbayStore

struct KeyRotationTests {
    @Test func aHostThatRunsGoesOnOverARotationByAnother() async throws {
        let folder = try StoreFolder()
        let host = try folder.open()
        for index in 0..<20 { try await host.insert(.sample("con_\(index)")) }
        try await host.save(.sample(), state: "s")
        let before = try String(contentsOfFile: folder.path + "/patchbay.key", encoding: .utf8)
        #expect(try await folder.open().rotate() == 21)
        let after = try String(contentsOfFile: folder.path + "/patchbay.key", encoding: .utf8)
        #expect(after != before)
        #expect(after.split(separator: "\n").count == 1)
        #expect(try await host.connection("con_7")?.data.reveal() == ["token": "secret-token"])
        try await host.insert(.sample("later"))
        #expect(try await host.takeFlow(state: "s", at: second(1)).name == "taken")
        try host.close()
        // Everything, what the running host wrote too, opens with the new key alone.
        let reopened = try folder.open()
        #expect(try await reopened.connections(matching: ConnectionFilter()).count == 21)
        #expect(try await reopened.connection("later") != nil)
    }

    @Test func theOldKeyOpensNothingAfterwards() async throws {
        let folder = try StoreFolder()
        let old = StoreKey.random()
        let new = StoreKey.random()
        let store = try folder.open(environment: ["PATCHBAY_KEY": old.reveal()])
        try await store.insert(.sample())
        try store.close()
        let both = try folder.open(environment: ["PATCHBAY_KEY": "\(new.reveal()),\(old.reveal())"])
        #expect(try await both.connection("con_1") != nil)
        #expect(try await both.rotate() == 1)
        try both.close()
        let error = await trouble { _ = try folder.open(environment: ["PATCHBAY_KEY": old.reveal()]) }
        #expect(error?.kind == .wrongKey)
        let opened = try folder.open(environment: ["PATCHBAY_KEY": new.reveal()])
        #expect(try await opened.connection("con_1")?.data.reveal() == ["token": "secret-token"])
    }

    @Test func withoutANewKeyInTheEnvironmentItSaysWhatToSet() async throws {
        let folder = try StoreFolder()
        let store = try folder.open(environment: ["PATCHBAY_KEY": StoreKey.random().reveal()])
        let error = await trouble { _ = try await store.rotate() }
        #expect(error?.remedy.contains("NEW,OLD") == true)
    }

    @Test func aRotationThatFailsLeavesEverythingReadable() async throws {
        let folder = try StoreFolder()
        let store = try folder.open()
        try await store.insert(.sample("good"))
        try await store.insert(.sample("bad"))
        try await folder.raw().write {
            try $0.execute(sql: "UPDATE connection SET data_key = x'01' WHERE id = 'bad'")
        }
        #expect(await trouble { _ = try await store.rotate() }?.kind == .corrupt)
        try store.close()
        #expect(try await folder.open().connection("good") != nil)
    }

    @Test func writesDuringARotationAreAllReadableAfterIt() async throws {
        let folder = try StoreFolder()
        let (host, other) = (try folder.open(), try folder.open())
        try await withThrowingTaskGroup { group in
            for index in 0..<60 { group.addTask { _ = try await host.insert(.sample("con_\(index)")) } }
            for _ in 0..<3 { group.addTask { _ = try await other.rotate() } }
            try await group.waitForAll()
        }
        try host.close()
        try other.close()
        #expect(try await folder.open().connections(matching: ConnectionFilter()).count == 60)
    }
}
