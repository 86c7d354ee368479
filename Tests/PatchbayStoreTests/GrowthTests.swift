import IML
import PatchbayAuth
import PatchbayTesting
import Testing

@testable import PatchbayStore

/// Whatever is asked of the store, the work grows with the length of the question and of what is kept.
struct GrowthTests {
    @Test(arguments: HostileText.all)
    func workGrowsNoFasterThanTheQuestion(_ text: HostileText) async throws {
        let store = try StoreFolder().open()
        try await store.insert(.sample())
        let growth = try await GrowthProbe.standard.excess(
            "asking for \(text)",
            input: { text(bytes: $0) },
            waiting: { question in
                _ = try await store.connection(question)
                _ = try await store.connections(matching: ConnectionFilter(app: question, uid: question))
                _ = try await store.takeFlow(state: question, at: second(1))
                _ = try await store.takeFlow(ofConnection: question, at: second(1))
                _ = try await store.installation(InstallationPlace(app: question, connection: question))
            }
        )
        #expect(growth == nil)
    }

    @Test(arguments: HostileText.few)
    func workGrowsNoFasterThanAConnection(_ text: HostileText) async throws {
        let store = try StoreFolder().open()
        let growth = try await GrowthProbe.standard.excess(
            "storing \(text)",
            input: { ConnectionRecord.sample("con_\($0)", data: [text(bytes: $0): .text(text(bytes: $0))]) },
            waiting: { record in
                try await store.insert(record)
                _ = try await store.merge(["more": 1], into: record.id)
                _ = try await store.connection(record.id)
                _ = try await store.connection(record.id)
                try await store.delete(record.id)
            }
        )
        #expect(growth == nil)
    }

    @Test func workGrowsNoFasterThanHowManyConnectionsThereAre() async throws {
        let growth = try await GrowthProbe.standard.excess(
            "connections",
            input: { ($0 / 100, try StoreFolder().open()) },
            waiting: { count, store in
                for number in 0..<count { try await store.insert(.sample("con_\(number)")) }
                _ = try await store.connections(matching: ConnectionFilter())
                for number in 0..<count { try await store.delete("con_\(number)") }
            }
        )
        #expect(growth == nil)
    }

    @Test func workGrowsNoFasterThanAStoredValue() {
        let reading = TextReading("stored value") { text in
            let value: Value = [text: [.text(text)]]
            _ = try ValueReader.value(of: ValueWriter.bytes(of: value))
        }
        #expect(reading.excesses().isEmpty)
    }

    @Test func anIDThatHasNotTheFormOfOneIsNotLookedFor() async throws {
        let store = try StoreFolder().open()
        try await store.insert(.sample("con_1.a-B"))
        #expect(try await store.connection("con_1.a-B") != nil)
        for id in ["", "con 1", "con_é", String(repeating: "a", count: 129)] {
            #expect(!ConnectionRecord.mayBeID(id))
            #expect(try await store.connection(id) == nil)
        }
    }
}
