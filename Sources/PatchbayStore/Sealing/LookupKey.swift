import Crypto

/// Hashes what is looked up but must not be readable in the database, such as an authorization's state.
struct LookupKey: Sendable {
    private let key: SymmetricKey

    /// Makes a key of its bytes.
    init(_ bytes: [UInt8]) {
        key = SymmetricKey(data: bytes)
    }

    /// The keyed hash (HMAC-SHA256) of a text.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - purpose: What it is used as; hashes for different purposes have nothing in common.
    func hash(_ text: String, as purpose: Purpose) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Array("\(purpose.rawValue):\(text)".utf8), using: key))
    }

    /// What a hashed text is used as.
    enum Purpose: String {
        case state
        case correlation
    }

    /// Whether two hashes are the same, in time that does not depend on where they differ.
    static func isSame(_ one: [UInt8], _ other: [UInt8]) -> Bool {
        guard one.count == other.count else { return false }
        var difference: UInt8 = 0
        for index in one.indices { difference |= one[index] ^ other[index] }
        return difference == 0
    }
}
