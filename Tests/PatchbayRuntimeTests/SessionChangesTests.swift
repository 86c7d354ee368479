import IML
import PatchbayStore
import Testing

@testable import PatchbayRuntime

/// A session takes long enough for others to change its connection meanwhile.
struct SessionChangesTests {
    private let seen: ConnectionRecord = {
        var record = ConnectionRecord(
            id: "con_1",
            app: "a",
            connection: "c",
            name: "Mine",
            status: .valid,
            data: ConnectionData(["token": "t1", "site": "one"]),
            createdAt: Timestamp(millisecondsSinceEpoch: 0)
        )
        record.uid = "7"
        record.scopes = ["read"]
        return record
    }()

    @Test func whatAnotherRenewedMeanwhileStays() {
        var draft = ConnectionDraft(seen)
        draft.merge(["site": "two"])
        draft.metadata = ["type": "text", "value": "Ada"]
        var stored = seen
        stored.data.merge(["token": "t2"])
        stored.expires = Timestamp(millisecondsSinceEpoch: 5_000)
        stored.scopes = ["read", "write"]
        stored.take(draft, since: seen)
        #expect(stored.data.reveal() == ["token": "t2", "site": "two"])
        #expect(stored.expires == Timestamp(millisecondsSinceEpoch: 5_000))
        #expect(stored.scopes == ["read", "write"])
        #expect(stored.metadata["value"] == "Ada")
        #expect(stored.uid == "7")
    }

    @Test func whatTheSessionItselfChangedCounts() {
        var draft = ConnectionDraft(seen)
        draft.merge(["token": "t3"])
        draft.uid = "8"
        draft.scopes = ["admin"]
        var stored = seen
        stored.status = .broken
        stored.reason = "refused"
        stored.data.merge(["token": "t2"])
        stored.take(draft, since: seen)
        #expect(stored.data.reveal() == ["token": "t3", "site": "one"])
        #expect(stored.uid == "8")
        #expect(stored.scopes == ["admin"])
        #expect(stored.status == .valid)
        #expect(stored.reason == nil)
    }
}
