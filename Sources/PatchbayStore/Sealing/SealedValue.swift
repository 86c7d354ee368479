import Crypto
import Foundation
import IML

/// A value under a key of its own, which is itself under the host's key (envelope encryption, AES-256-GCM).
///
/// What the value belongs to is authenticated with it; see ``SealOwner``.
struct SealedValue: Sendable {
    /// The value's own key: a version byte, the host key's id, and the sealed key.
    let dataKey: [UInt8]
    /// The sealed value.
    let content: [UInt8]

    /// The first byte of what ``wrap(_:of:under:)`` gives.
    static let version: UInt8 = 2

    /// The seal does not open: it was altered, damaged, or moved from elsewhere.
    struct Broken: Error {}

    /// Seals a value under a new key of its own.
    ///
    /// - Parameters:
    ///   - value: The value.
    ///   - owner: What it belongs to.
    ///   - key: The host's key.
    init(_ value: Value, of owner: SealOwner, under key: StoreKey) throws {
        try self.init(bytes: ValueWriter.bytes(of: value), of: owner, under: key)
    }

    /// Seals a value's bytes under a new key of its own.
    init(bytes: [UInt8], of owner: SealOwner, under key: StoreKey) throws {
        let own = SymmetricKey(size: .bits256)
        content = try Self.seal(bytes, with: own, authenticating: owner.contentLabel)
        dataKey = try Self.wrap(own.withUnsafeBytes { Array($0) }, of: owner, under: key)
    }

    /// Takes a sealed value as it was stored.
    init(dataKey: [UInt8], content: [UInt8]) {
        self.dataKey = dataKey
        self.content = content
    }

    /// Opens the value.
    ///
    /// - Throws: ``Broken``, or what looking for the key throws.
    func open(of owner: SealOwner, with keys: (KeyID) throws -> StoreKey) throws -> Value {
        let own = SymmetricKey(data: try Self.unwrap(dataKey, of: owner, with: keys))
        let bytes = try Self.open(content, with: own, authenticating: owner.contentLabel)
        do {
            return try ValueReader.value(of: bytes)
        } catch {
            throw Broken()
        }
    }

    /// Seals a key under the host's key.
    static func wrap(_ dataKey: [UInt8], of owner: SealOwner, under key: StoreKey) throws -> [UInt8] {
        [version] + key.id.bytes + (try seal(dataKey, with: key.wrappingKey, authenticating: owner.keyLabel))
    }

    /// Opens a key that ``wrap(_:of:under:)`` sealed.
    static func unwrap(
        _ wrapped: [UInt8],
        of owner: SealOwner,
        with keys: (KeyID) throws -> StoreKey
    ) throws -> [UInt8] {
        try unwrap(wrapped, of: version, authenticating: owner.keyLabel, with: keys)
    }

    /// Opens a key that was sealed in a version's form.
    static func unwrap(
        _ wrapped: [UInt8],
        of version: UInt8,
        authenticating label: [UInt8],
        with keys: (KeyID) throws -> StoreKey
    ) throws -> [UInt8] {
        guard wrapped.first == version, wrapped.count > 1 + KeyID.byteCount else { throw Broken() }
        let key = try keys(KeyID(bytes: Array(wrapped[1...KeyID.byteCount])))
        return try open(Array(wrapped[(1 + KeyID.byteCount)...]), with: key.wrappingKey, authenticating: label)
    }

    private static func seal(
        _ plain: [UInt8],
        with key: SymmetricKey,
        authenticating label: [UInt8]
    ) throws -> [UInt8] {
        let box = try AES.GCM.seal(plain, using: key, authenticating: label)
        return Array(box.nonce) + Array(box.ciphertext) + Array(box.tag)
    }

    /// Opens what was sealed with a nonce in front and a tag behind.
    static func open(
        _ sealed: [UInt8],
        with key: SymmetricKey,
        authenticating label: [UInt8]
    ) throws -> [UInt8] {
        do {
            return Array(try AES.GCM.open(AES.GCM.SealedBox(combined: sealed), using: key, authenticating: label))
        } catch {
            throw Broken()
        }
    }
}
