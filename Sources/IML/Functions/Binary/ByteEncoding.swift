import PatchbayText

/// How bytes are written as text, under the names Node's `Buffer` has.
enum ByteEncoding: Sendable {
    case utf8
    case hex
    case base64
    case base64url
    case ascii
    /// A character for each byte; also called binary.
    case latin1

    /// Finds an encoding by its name, in any case.
    init?(_ name: String) {
        switch ExactText(name.lowercased()) {
        case "utf8", "utf-8", "text": self = .utf8
        case "hex": self = .hex
        case "base64": self = .base64
        case "base64url": self = .base64url
        case "ascii": self = .ascii
        case "latin1", "binary": self = .latin1
        default: return nil
        }
    }

    /// The bytes as a text.
    func write(_ bytes: [UInt8]) -> Value {
        switch self {
        case .utf8: .text(String(decoding: bytes, as: UTF8.self))
        case .hex: .text(Hex.encode(bytes))
        case .base64: .text(Base64.encode(bytes))
        case .base64url: .text(Base64.encodeURLSafe(bytes))
        case .ascii: .text(String(decoding: bytes.map { $0 & 0x7F }, as: UTF8.self))
        case .latin1: .text(String(decoding: bytes.map { UInt16($0) }, as: UTF16.self))
        }
    }

    /// What a text of this encoding is, for a message.
    var textInWords: String {
        switch self {
        case .hex: "hex: pairs of the digits 0 to 9 and a to f"
        default: "a text in the encoding \(self)"
        }
    }

    /// The bytes of a text; `nil` when it is no text of this encoding.
    func read(_ text: String) -> [UInt8]? {
        switch self {
        case .utf8: Array(text.utf8)
        case .hex: Hex.decode(Array(text.utf8))
        case .base64, .base64url: Base64.decodeSkippingOthers(text.utf8)
        case .ascii, .latin1: text.utf16.map { UInt8(truncatingIfNeeded: $0) }
        }
    }
}

extension ByteEncoding: CustomStringConvertible {
    /// The name in a message.
    var description: String {
        switch self {
        case .utf8: "utf8"
        case .hex: "hex"
        case .base64: "base64"
        case .base64url: "base64url"
        case .ascii: "ascii"
        case .latin1: "binary"
        }
    }
}
