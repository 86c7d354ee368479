import Crypto
import Foundation
import PatchbayText

/// The host's key: 32 bytes that seal the keys of everything the store keeps.
///
/// It does not print. What it seals names it by its ``id``, so that a wrong key is noticed before it is tried.
package struct StoreKey: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// How many bytes a key has.
    package static let byteCount = 32

    /// What the key is named by; nothing of the key can be learned from it.
    package let id: KeyID

    private let bytes: [UInt8]

    /// Makes a key of its bytes.
    ///
    /// - Returns: `nil` unless there are 32.
    package init?(bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        self.bytes = bytes
        let code = HMAC<SHA256>.authenticationCode(for: Array("patchbay key id".utf8), using: SymmetricKey(data: bytes))
        id = KeyID(bytes: Array(code.prefix(KeyID.byteCount)))
    }

    /// Reads a key as people write it: 64 hexadecimal digits, or the base64 or base64url form of 32 bytes.
    ///
    /// - Returns: `nil` when the text is none of these.
    package init?(text: String) {
        let text = text.utf8.filter { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") && $0 != UInt8(ascii: " ") }
        if text.count == Self.byteCount * 2, let bytes = Hex.decode(text) {
            self.init(bytes: bytes)
            return
        }
        guard let bytes = Base64.decode(text) else { return nil }
        self.init(bytes: bytes)
    }

    /// Makes a key nobody knows.
    package static func random() -> StoreKey {
        var generator = SystemRandomNumberGenerator()
        while true {
            let words = (0..<byteCount / 8).map { _ in generator.next() }
            if let key = StoreKey(bytes: words.withUnsafeBytes { Array($0) }) { return key }
        }
    }

    /// The key as base64, for the key file.
    func reveal() -> String { Base64.encode(bytes) }

    /// The key that seals data keys, derived (RFC 5869) so that the key itself seals nothing.
    var wrappingKey: SymmetricKey {
        HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: bytes),
            info: Array("patchbay data keys".utf8),
            outputByteCount: Self.byteCount
        )
    }

    /// The key's name, never the key.
    package var description: String { "‹key \(id)›" }

    /// The key's name, never the key.
    package var debugDescription: String { description }

    /// Shows nothing of the key to `dump` and debuggers that reflect.
    package var customMirror: Mirror { Mirror(self, children: []) }
}
