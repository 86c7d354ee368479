import GRDB
import IML
import Testing

@testable import PatchbayStore

struct InstallationStoreTests {
    private static let place = InstallationPlace(app: "shop", connection: "shop-oauth")

    @Test func whatWasEnteredComesBackReplacedAndGone() async throws {
        let folder = try StoreFolder()
        let store = try folder.open()
        #expect(try await store.installation(Self.place) == nil)
        try await store.setInstallation(ConnectionData(["consumerSecret": "one"]), of: Self.place)
        #expect(try await store.installation(Self.place)?.reveal() == ["consumerSecret": "one"])
        try await store.setInstallation(ConnectionData(["other": "two"]), of: Self.place)
        try store.close()
        let next = try folder.open()
        #expect(try await next.installation(Self.place)?.reveal() == ["other": "two"])
        #expect(try await next.installation(InstallationPlace(app: "shop", connection: "other")) == nil)
        try await next.setInstallation(nil, of: Self.place)
        #expect(try await next.installation(Self.place) == nil)
    }

    @Test func itIsSealedAndBoundToItsPlace() async throws {
        let folder = try StoreFolder()
        let store = try folder.open()
        try await store.setInstallation(ConnectionData(["k": "canary-77a1"]), of: Self.place)
        let bytes = try folder.bytes()
        #expect(bytes.firstRange(of: Array("shop-oauth".utf8)) != nil, "The search finds what is not sealed")
        #expect(bytes.firstRange(of: Array("canary-77a1".utf8)) == nil)
        try await folder.raw().write { try $0.execute(sql: "UPDATE installation SET connection = 'moved'") }
        try store.close()
        let moved = try folder.open()
        let error = await trouble {
            _ = try await moved.installation(InstallationPlace(app: "shop", connection: "moved"))
        }
        #expect(error?.kind == .corrupt)
        #expect(error?.message.contains("shop/moved") == true)
    }

    @Test func aRotationCoversIt() async throws {
        let folder = try StoreFolder()
        let store = try folder.open()
        try await store.setInstallation(ConnectionData(["k": "v"]), of: Self.place)
        #expect(try await store.rotate() == 1)
        try store.close()
        #expect(try await folder.open().installation(Self.place)?.reveal() == ["k": "v"])
    }

    @Test func anotherHostNoticesAChange() async throws {
        let folder = try StoreFolder()
        let (one, other) = (try folder.open(), try folder.open())
        #expect(try await other.installation(Self.place) == nil)
        try await one.setInstallation(ConnectionData(["k": "new"]), of: Self.place)
        #expect(try await eventually { try await other.installation(Self.place)?.reveal() == ["k": "new"] })
    }
}
