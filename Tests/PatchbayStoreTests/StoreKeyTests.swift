import Foundation
import Testing

@testable import PatchbayStore

struct StoreKeyTests {
    private static let bytes = (0..<32).map { UInt8($0 * 8 + 5) }
    private static let base64 = Data(bytes).base64EncodedString()

    @Test(arguments: [
        base64, base64 + "\n", base64.replacing("=", with: ""),
        base64.replacing("+", with: "-").replacing("/", with: "_"),
        bytes.map { String(format: "%02x", $0) }.joined(), bytes.map { String(format: "%02X", $0) }.joined(),
    ])
    func readsEveryFormPeopleWrite(_ text: String) throws {
        let key = try #require(StoreKey(text: text))
        #expect(key.id == StoreKey(bytes: Self.bytes)?.id)
    }

    @Test(arguments: ["", "hunter2", String(repeating: "a", count: 63), "+0" + String(repeating: "0", count: 62)])
    func refusesWhatIsNoKey(_ text: String) {
        #expect(StoreKey(text: text) == nil)
    }

    @Test func printsItsNameOnly() throws {
        let key = try #require(StoreKey(bytes: Self.bytes))
        var dumped = ""
        dump(key, to: &dumped)
        for text in ["\(key)", String(reflecting: key), dumped] { #expect(!text.contains(Self.base64)) }
        #expect("\(key)".contains("\(key.id)"))
        #expect(KeyID(key.id.description) == key.id)
    }

    @Test func aMalformedVariableIsAClearError() async throws {
        let folder = try StoreFolder()
        let error = await trouble { _ = try folder.open(environment: ["PATCHBAY_KEY": "hunter2"]) }
        #expect(error?.kind == .malformedKey)
        #expect(error?.description.contains("PATCHBAY_KEY") == true)
        #expect(error?.description.contains("openssl rand -base64 32") == true)
        #expect(error?.description.contains("hunter2") == false)
    }

    @Test func theFirstStartMakesAKeyFileForItsOwnerAlone() throws {
        let folder = try StoreFolder()
        let store = try folder.open()
        let attributes = try FileManager.default.attributesOfItem(atPath: folder.path + "/patchbay.key")
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        let database = try FileManager.default.attributesOfItem(atPath: folder.path + "/patchbay.sqlite")
        #expect(database[.posixPermissions] as? Int == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.contains(".key.") } == [])
        try store.close()
    }

    @Test func hostsThatStartTogetherMakeOneKey() async throws {
        let folder = try StoreFolder()
        let directory = try DataDirectory(folder.path)
        let ids = try await withThrowingTaskGroup(of: KeyID?.self) { group in
            for _ in 0..<16 {
                group.addTask { try KeyRing.load(environment: [:], directory: directory).current?.id }
            }
            return try await group.reduce(into: Set<KeyID?>()) { $0.insert($1) }
        }
        #expect(ids.count == 1)
        #expect(ids.first != .some(nil))
    }

    @Test(arguments: [0o640, 0o604, 0o620])
    func aKeyFileOthersMayUseIsRefusedWithTheRemedy(_ mode: Int) async throws {
        let folder = try StoreFolder()
        try folder.open().close()
        let file = folder.path + "/patchbay.key"
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file)
        let error = await trouble { _ = try folder.open() }
        #expect(error?.kind == .unsafeKeyFile)
        #expect(error?.remedy.contains("chmod 600 \(file)") == true)
    }

    @Test func aLostKeyIsAnErrorAndMakesNoNewOne() async throws {
        let folder = try StoreFolder()
        try folder.open().close()
        let file = folder.path + "/patchbay.key"
        try FileManager.default.removeItem(atPath: file)
        let error = await trouble { _ = try folder.open() }
        #expect(error?.kind == .lostKey)
        #expect(error?.description.contains("patchbay.sqlite") == true)
        #expect(error?.description.contains(file) == true)
        #expect(!FileManager.default.fileExists(atPath: file))
    }

    @Test func aWrongKeyIsAnErrorAndTheRightOneOpensAgain() async throws {
        let folder = try StoreFolder()
        let right = ["PATCHBAY_KEY": Self.base64]
        let store = try folder.open(environment: right)
        try await store.insert(.sample())
        try store.close()
        let error = await trouble {
            _ = try folder.open(environment: ["PATCHBAY_KEY": String(repeating: "ab", count: 32)])
        }
        #expect(error?.kind == .wrongKey)
        #expect(error?.message.contains("patchbay.sqlite") == true)
        #expect(error?.message.contains("\(try #require(StoreKey(bytes: Self.bytes)).id)") == true)
        #expect(try await folder.open(environment: right).connection("con_1") != nil)
    }

    @Test func aDamagedKeyFileIsNamed() async throws {
        let folder = try StoreFolder()
        try folder.open().close()
        let file = folder.path + "/patchbay.key"
        try Data("not a key\n".utf8).write(to: URL(filePath: file))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
        let error = await trouble { _ = try folder.open() }
        #expect(error?.kind == .malformedKey)
        #expect(error?.message.contains(file) == true)
    }
}
