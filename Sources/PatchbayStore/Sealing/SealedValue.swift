import Crypto
import Foundation
import IML

/// A value under a key of its own, which is itself under the host's key (envelope encryption, AES-256-GCM).
///
/// What the value belongs to is authenticated with it: moved to another row, it does not open.
struct SealedValue: Sendable {
    /// The value's own key: a version byte, the host key's id, and the sealed key.
    let dataKey: [UInt8]
    /// The sealed value.
    let content: [UInt8]

    private static let version: UInt8 = 1

    /// The seal does not open: it was altered, damaged, or moved from elsewhere.
    struct Broken: Error {}

    /// Seals a value under a new key of its own.
    ///
    /// - Parameters:
    ///   - value: The value.
    ///   - owner: What it belongs to, such as the connection's id and what it is to it.
    ///   - key: The host's key.
    init(_ value: Value, of owner: SealOwner, under key: StoreKey) throws {
        let own = SymmetricKey(size: .bits256)
        content = try Self.seal(ValueWriter.bytes(of: value), with: own, authenticating: owner.contentLabel)
        dataKey = try Self.wrap(own.withUnsafeBytes { Array($0) }, of: owner, under: key)
    }

    /// Takes a sealed value as it was stored.
    init(dataKey: [UInt8], content: [UInt8]) {
        self.dataKey = dataKey
        self.content = content
    }

    /// Opens the value.
    ///
    /// - Throws: ``Broken``, or ``StoreError`` from looking for the key.
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
        guard wrapped.first == version, wrapped.count > 1 + KeyID.byteCount else { throw Broken() }
        let key = try keys(KeyID(bytes: Array(wrapped[1...KeyID.byteCount])))
        return try open(
            Array(wrapped[(1 + KeyID.byteCount)...]),
            with: key.wrappingKey,
            authenticating: owner.keyLabel
        )
    }

    private static func seal(
        _ plain: [UInt8],
        with key: SymmetricKey,
        authenticating label: [UInt8]
    ) throws -> [UInt8] {
        let box = try AES.GCM.seal(plain, using: key, authenticating: label)
        return Array(box.nonce) + Array(box.ciphertext) + Array(box.tag)
    }

    private static func open(
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

/// What a sealed value belongs to.
enum SealOwner: Sendable {
    /// A connection, by its id.
    case connection(String)
    /// A waiting authorization, by the hash of its state.
    case flow([UInt8])
    /// The installation parameters of a connection spec.
    case installation(InstallationPlace)
    /// The store itself: the key that hashes what is looked up.
    case lookup

    private var label: [UInt8] {
        switch self {
        case .connection(let id): Array("connection:\(id)".utf8)
        case .flow(let hash): Array("flow:".utf8) + hash
        // The length keeps apart what a separator in a name could confuse.
        case .installation(let place):
            Array("installation:\(place.app.utf8.count):\(place.app):\(place.connection)".utf8)
        case .lookup: Array("lookup".utf8)
        }
    }

    var contentLabel: [UInt8] { Array("patchbay content:".utf8) + label }
    var keyLabel: [UInt8] { Array("patchbay key:".utf8) + label }
}
