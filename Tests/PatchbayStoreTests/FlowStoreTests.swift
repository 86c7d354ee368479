import GRDB
import IML
import PatchbayAuth
import PatchbayStore
import Testing

struct FlowStoreTests {
    private func store(_ folder: StoreFolder) async throws -> SQLiteStore {
        let store = try folder.open()
        try await store.insert(.sample())
        return store
    }

    @Test func handsOutAnAuthorizationOnceEvenAfterReopening() async throws {
        let folder = try StoreFolder()
        do {
            let store = try await store(folder)
            try await store.save(.sample(correlation: "request-token"), state: "state-1")
            try store.close()
        }
        let store = try folder.open()
        let flow = try #require(
            try await store.takeFlow(state: "state-1", correlation: Secret("request-token"), at: second(599)).flow
        )
        #expect(flow.connectionID == "con_1")
        #expect(flow.app == "shop")
        #expect(flow.connection == "shop-oauth")
        #expect(flow.comesBack == .callback)
        #expect(flow.draft.reveal() == ["password": "draft-secret"])
        #expect(flow.scopes == ["read", "write"])
        #expect(flow.environment == ["timezone": "Asia/Tokyo"])
        #expect(flow.temp.reveal() == ["token": "temp-secret"])
        #expect(flow.pending.notes == ["secret": "issued-secret"])
        #expect(flow.pending.correlation == Secret("request-token"))
        #expect(flow.expiresAt == second(600))
        #expect(
            try await store.takeFlow(state: "state-1", correlation: Secret("request-token"), at: second(599)).name
                == "used"
        )
        #expect(try await store.takeFlow(correlation: Secret("request-token"), at: second(599)).name == "used")
        #expect(try await store.takeFlow(ofConnection: "con_1", at: second(599)).name == "used")
    }

    @Test func findsByCorrelationAndByConnectionTheLatest() async throws {
        let store = try await store(StoreFolder())
        try await store.save(.sample(correlation: "t", note: "first", createdAt: 1), state: "a")
        try await store.save(.sample(correlation: "t", note: "second", createdAt: 2), state: "b")
        try await store.save(.sample(note: "third", createdAt: 3), state: "c")
        let byCorrelation = try await store.takeFlow(correlation: Secret("t"), at: second(1)).flow
        #expect(byCorrelation?.pending.notes == ["secret": "second"])
        let byConnection = try await store.takeFlow(ofConnection: "con_1", at: second(1)).flow
        #expect(byConnection?.pending.notes == ["secret": "third"])
        let last = try await store.takeFlow(ofConnection: "con_1", at: second(1)).flow
        #expect(last?.pending.notes == ["secret": "first"])
    }

    @Test func neverMixesStatesAndCorrelations() async throws {
        let store = try await store(StoreFolder())
        try await store.save(.sample(correlation: "token"), state: "state")
        #expect(try await store.takeFlow(state: "token", at: second(1)).name == "unknown")
        #expect(try await store.takeFlow(correlation: Secret("state"), at: second(1)).name == "unknown")
        #expect(try await store.takeFlow(ofConnection: "con_2", at: second(1)).name == "unknown")
        #expect(try await store.takeFlow(state: "state", correlation: Secret("token"), at: second(1)).name == "taken")
    }

    @Test func waitsOnWhereWhatComesWithTheStateBeganElsewhere() async throws {
        let store = try await store(StoreFolder())
        try await store.save(.sample(correlation: "token"), state: "state")
        try await store.save(.sample(), state: "plain")
        let other = try await store.takeFlow(state: "state", correlation: Secret("other"), at: second(1))
        #expect(other.name == "foreign")
        #expect(try await store.takeFlow(state: "state", at: second(1)).name == "foreign", "nothing came with it")
        let own = try await store.takeFlow(state: "state", correlation: Secret("token"), at: second(1))
        #expect(own.name == "taken")
        let again = try await store.takeFlow(state: "state", correlation: Secret("other"), at: second(1))
        #expect(again.name == "used")
        let plain = try await store.takeFlow(state: "plain", correlation: Secret("any"), at: second(1))
        #expect(plain.name == "taken")
    }

    @Test func anEndedAuthorizationIsExpiredAndLosesItsContent() async throws {
        let folder = try StoreFolder()
        let store = try await store(folder)
        try await store.save(.sample(), state: "s")
        #expect(try await store.takeFlow(state: "s", at: second(600)).name == "expired")
        #expect(try await store.takeFlow(state: "s", at: second(10)).name == "expired")
        let left = try await folder.raw().read {
            try Int.fetchOne($0, sql: "SELECT count(*) FROM flow WHERE content IS NOT NULL OR data_key IS NOT NULL")
        }
        #expect(left == 0)
    }

    @Test func nothingIsLeftOfOneThatEndedADayAgo() async throws {
        let folder = try StoreFolder()
        let store = try await store(folder)
        try await store.save(.sample(), state: "old")
        var late = FlowRecord.sample()
        late.createdAt = second(600 + 86_400)
        late.expiresAt = second(600 + 86_400 + 600)
        try await store.save(late, state: "new")
        #expect(try await store.takeFlow(state: "old", at: late.createdAt).name == "unknown")
        #expect(try await store.takeFlow(state: "new", at: late.createdAt).name == "taken")
    }

    @Test func oneOfManyAskersOnTwoHostsGetsIt() async throws {
        let folder = try StoreFolder()
        let (one, other) = (try await store(folder), try folder.open())
        try await one.save(.sample(correlation: "t"), state: "s")
        let outcomes = try await withThrowingTaskGroup(of: String.self) { group in
            for index in 0..<60 {
                let store = index.isMultiple(of: 2) ? one : other
                group.addTask {
                    index % 3 == 0
                        ? try await store.takeFlow(correlation: Secret("t"), at: second(1)).name
                        : try await store.takeFlow(state: "s", correlation: Secret("t"), at: second(1)).name
                }
            }
            return try await group.reduce(into: [String: Int]()) { $0[$1, default: 0] += 1 }
        }
        #expect(outcomes == ["taken": 1, "used": 59])
    }

    @Test func anAuthorizationOfNoConnectionIsRefused() async throws {
        let store = try StoreFolder().open()
        #expect(await trouble { try await store.save(.sample(), state: "s") }?.kind == .unknownConnection)
    }

    @Test func keepsHowTheUserComesBack() async throws {
        let store = try await store(StoreFolder())
        var flow = FlowRecord.sample()
        flow.comesBack = .verifier
        try await store.save(flow, state: "s")
        #expect(try await store.takeFlow(state: "s", at: second(1)).flow?.comesBack == .verifier)
    }
}
