/// Hexadecimal digits for bytes.
enum Hex {
    /// Two small digits for each byte.
    static func encode(_ bytes: some Collection<UInt8>) -> String {
        let digits: StaticString = "0123456789abcdef"
        return String(unsafeUninitializedCapacity: bytes.count * 2) { output in
            var written = 0
            for byte in bytes {
                output[written] = digits.utf8Start[Int(byte >> 4)]
                output[written + 1] = digits.utf8Start[Int(byte & 15)]
                written += 2
            }
            return written
        }
    }

    /// The bytes of pairs of digits; `nil` when a character is no digit or one is left over.
    static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
        guard text.count % 2 == 0 else { return nil }
        var result: [UInt8] = []
        result.reserveCapacity(text.count / 2)
        var high: UInt8?
        for character in text {
            guard let digit = character.hexValue else { return nil }
            if let first = high {
                result.append(first << 4 | digit)
                high = nil
            } else {
                high = digit
            }
        }
        return result
    }

    /// The UTF-16 code unit four digits stand for, as after `\u`; `nil` when four digits do not stand there.
    static func codeUnit(of bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> UInt32? {
        guard start + 4 <= bytes.count else { return nil }
        var unit: UInt32 = 0
        for index in start..<start + 4 {
            guard let digit = bytes[index].hexValue else { return nil }
            unit = unit << 4 | UInt32(digit)
        }
        return unit
    }
}
