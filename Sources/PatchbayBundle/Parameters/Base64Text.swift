/// Base64 as callers send binary input in JSON (RFC 4648, sections 4 and 5).
enum Base64Text {
    /// The bytes; `nil` when a character is none of the alphabets', or one is left over.
    ///
    /// Line ends and padding may miss.
    static func decode(_ text: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count * 3 / 4)
        var buffer: UInt32 = 0
        var bits = 0
        var digits = 0
        for byte in text.utf8 where byte != 0x0A && byte != 0x0D && byte != UInt8(ascii: "=") {
            guard let digit = value(of: byte) else { return nil }
            buffer = buffer << 6 | digit
            bits += 6
            digits += 1
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: buffer >> UInt32(bits)))
            }
        }
        return digits % 4 == 1 ? nil : bytes
    }

    private static func value(of byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte) - 65
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(byte) - 71
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte) + 4
        case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
        case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
        default: nil
        }
    }
}
