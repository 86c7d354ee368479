import Foundation
import GRDB
import IML
import PatchbayAuth
import Testing

@testable import PatchbayStore

struct StoreSecrecyTests {
    private static let canary = "canary-3f9a1c77"

    private func contains(_ bytes: [UInt8], _ text: String) -> Bool {
        let text = Array(text.utf8)
        return bytes.indices.dropLast(text.count).contains { bytes[$0] == text[0] && bytes[$0...].starts(with: text) }
    }

    @Test func noSecretStandsInAnyPageOfTheDatabaseOrItsLog() async throws {
        let folder = try StoreFolder()
        let store = try folder.open()
        try await store.insert(.sample("con_1", data: ["token": .text(Self.canary + "-data")]))
        try await store.merge(["token": .text(Self.canary + "-merged"), Self.canary: 1], into: "con_1")
        var flow = FlowRecord.sample(correlation: Self.canary + "-token", note: Self.canary + "-note")
        flow.draft = ConnectionData(["password": .text(Self.canary + "-draft")])
        flow.temp = ConnectionData(["t": .text(Self.canary + "-temp")])
        try await store.save(flow, state: Self.canary + "-state")
        for index in 0..<50 { try await store.insert(.sample("con_x\(index)", data: ["k": .text(Self.canary)])) }
        let written = try folder.bytes()
        #expect(contains(written, "shop-oauth"), "The search finds what is not sealed")
        #expect(!contains(written, Self.canary))
        _ = try await store.takeFlow(state: Self.canary + "-state", at: second(1))
        try await store.delete("con_1")
        try store.close()
        #expect(!contains(try folder.bytes(), Self.canary))
    }

    @Test func contentMovedToAnotherConnectionDoesNotOpen() async throws {
        let folder = try StoreFolder()
        let store = try folder.open()
        try await store.insert(.sample("mine"))
        try await store.insert(.sample("theirs"))
        try await folder.raw().write { database in
            try database.execute(
                sql: """
                    UPDATE connection SET (data_key, content) =
                    (SELECT data_key, content FROM connection WHERE id = 'theirs') WHERE id = 'mine'
                    """
            )
        }
        let error = await trouble { _ = try await store.connection("mine") }
        #expect(error?.kind == .corrupt)
        #expect(error?.message.contains("'mine'") == true)
        #expect(try await store.connection("theirs") != nil)
    }

    @Test(arguments: ["data_key", "content"])
    func anAlteredBitIsNoticed(_ column: String) async throws {
        let folder = try StoreFolder()
        let store = try folder.open()
        try await store.insert(.sample())
        try await folder.raw().write { database in
            let blob = try Data.fetchOne(database, sql: "SELECT \(column) FROM connection")
            var bytes = Array(try #require(blob))
            bytes[bytes.count - 1] ^= 1
            try database.execute(sql: "UPDATE connection SET \(column) = ?", arguments: [bytes.blob])
        }
        #expect(await trouble { _ = try await store.connection("con_1") }?.kind == .corrupt)
    }

    @Test func oneValueSealedTwiceLooksDifferent() throws {
        let key = StoreKey.random()
        let owner = SealOwner.connection(id: "a", app: "b", spec: "c")
        let one = try SealedValue("x", of: owner, under: key)
        let other = try SealedValue("x", of: owner, under: key)
        #expect(one.content != other.content)
        #expect(one.dataKey != other.dataKey)
        #expect(try one.open(of: owner) { _ in key } == "x")
        let state = Array("a".utf8)
        for other: SealOwner in [
            .connection(id: "b", app: "b", spec: "c"), .connection(id: "a", app: "c", spec: "c"),
            .connection(id: "a", app: "b", spec: "d"), .connection(id: "a", app: "b,1:c", spec: ""),
            .flow(state: state, correlation: nil, id: "a", app: "b", spec: "c"),
            .installation(InstallationPlace(app: "b", connection: "c")), .lookup,
        ] {
            #expect(throws: SealedValue.Broken.self) { try one.open(of: other) { _ in key } }
        }
        // Nor does the content open as a key.
        #expect(owner.contentLabel != owner.keyLabel)
    }

    @Test func malformedValueBytesAreRefused() {
        let whole = ValueWriter.bytes(of: ["a": [1, "two", .binary(Binary([3]))], "b": .null])
        for count in 0..<whole.count {
            #expect(throws: ValueReader.Malformed.self) { try ValueReader.value(of: Array(whole.prefix(count))) }
        }
        for bytes: [UInt8] in [
            whole + [0], [99], [5, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F], [5, 1, 0xFF],
        ] {
            #expect(throws: ValueReader.Malformed.self) { try ValueReader.value(of: bytes) }
        }
    }
}
