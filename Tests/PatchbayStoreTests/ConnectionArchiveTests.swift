import Foundation
import IML
import PatchbayAuth
import Testing

@testable import PatchbayStore

struct ConnectionArchiveTests {
    private static let passphrase = Secret("correct horse battery staple")

    private func document(_ records: [ConnectionRecord] = [.sample()]) throws -> [UInt8] {
        try ConnectionArchive(records).sealed(under: Self.passphrase)
    }

    private func trouble(_ document: [UInt8], _ passphrase: Secret = passphrase) -> StoreError? {
        do throws(StoreError) {
            _ = try ConnectionArchive(document: document, passphrase: passphrase)
            return nil
        } catch {
            return error
        }
    }

    @Test func everythingOfAConnectionComesBack() throws {
        var record = ConnectionRecord.sample(
            data: ["token": "t", "due": .date(second(5)), "blob": .binary(Binary([0, 255])), "none": .null],
            uid: "7"
        )
        record.status = .broken
        record.reason = "refused"
        let read = try ConnectionArchive(document: document([record, .sample("two")]), passphrase: Self.passphrase)
        let first = try #require(read.connections.first)
        #expect(read.connections.map(\.id) == ["con_1", "two"])
        #expect(first.data.reveal() == record.data.reveal())
        #expect(first.metadata == record.metadata)
        #expect(first.status == .broken)
        #expect(first.reason == "refused")
        #expect(first.uid == "7")
        #expect(first.expires == record.expires)
        #expect(first.scopes == record.scopes)
        #expect(first.environment == ["timezone": "Europe/Prague"])
        #expect(first.createdAt == record.createdAt)
        #expect(first.name == record.name)
    }

    @Test func nothingOfItCanBeReadOrGuessedFromAnother() throws {
        let one = try document()
        let text = String(decoding: one, as: UTF8.self)
        for secret in ["secret-token", "con_1", "shop", "ada@example.com"] { #expect(!text.contains(secret)) }
        #expect(try document() != one)
    }

    @Test func aWrongPassphraseAndAShortOneAreSaid() throws {
        let error = trouble(try document(), Secret("correct horse battery stable"))
        #expect(error?.kind == .unreadableArchive)
        #expect(error?.message.contains("passphrase") == true)
        #expect(throws: StoreError.self) { try ConnectionArchive([]).sealed(under: Secret("short")) }
    }

    @Test(arguments: [
        ("rounds", Value(1 << 16)), ("blockSize", 4), ("salt", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="),
        ("version", 2), ("cipher", "none"), ("derivation", "pbkdf2"), ("rounds", Value(1 << 30)), ("salt", ""),
        ("content", ""), ("content", "AAAA"), ("format", "else"),
    ])
    func everyChangedMemberIsNoticed(_ member: String, _ value: Value) throws {
        var changed = try Value(json: document())
        changed[member] = value
        #expect(trouble(changed.json())?.kind == .unreadableArchive)
    }

    @Test func everyChangedByteOfTheContentIsNoticed() throws {
        var changed = try Value(json: document())
        var content = try #require(Data(base64Encoded: changed["content"].text))
        content[content.count / 2] ^= 1
        changed["content"] = .text(content.base64EncodedString())
        #expect(trouble(changed.json())?.kind == .unreadableArchive)
        #expect(trouble(Array("no json".utf8))?.kind == .unreadableArchive)
    }

    @Test func takingItInAddsKeepsAndReplaces() async throws {
        let store = try StoreFolder().open()
        try await store.insert(.sample("con_1", data: ["token": "mine"]))
        let archive = ConnectionArchive([.sample("con_1", data: ["token": "theirs"]), .sample("con_2")])
        let first = try await store.take(archive, replaces: false)
        #expect(first.added == ["con_2"])
        #expect(first.kept == ["con_1"])
        #expect(try await store.connection("con_1")?.data.reveal() == ["token": "mine"])
        let second = try await store.take(archive, replaces: true)
        #expect(second.replaced == ["con_1", "con_2"])
        #expect(try await store.connection("con_1")?.data.reveal() == ["token": "theirs"])
    }
}
