import PatchbayText

/// Base64 (RFC 4648) over bytes.
enum Base64 {
    private static let standard = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    private static let urlSafe = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    /// The value of each character in either alphabet, 255 for characters of neither.
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 255, count: 256)
        for (value, character) in standard.enumerated() { values[Int(character)] = UInt8(value) }
        for (value, character) in urlSafe.enumerated() { values[Int(character)] = UInt8(value) }
        return values
    }()

    /// Whether a byte is a character of the standard alphabet, or its padding.
    static func isCharacter(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "=") || values[Int(byte)] != 255 && byte != UInt8(ascii: "-") && byte != UInt8(ascii: "_")
    }

    /// Encodes with the standard alphabet and padding.
    static func encode(_ bytes: [UInt8]) -> String {
        bytes.withUnsafeBufferPointer { encode($0, alphabet: standard, padded: true) }
    }

    /// Encodes with the URL-safe alphabet, without padding.
    static func encodeURLSafe(_ bytes: [UInt8]) -> String {
        bytes.withUnsafeBufferPointer { encode($0, alphabet: urlSafe, padded: false) }
    }

    private static func encode(_ bytes: UnsafeBufferPointer<UInt8>, alphabet: [UInt8], padded: Bool) -> String {
        let capacity = (bytes.count + 2) / 3 * 4
        return String(unsafeUninitializedCapacity: capacity) { output in
            alphabet.withUnsafeBufferPointer { alphabet in
                write(bytes, alphabet: alphabet, padded: padded, to: output)
            }
        }
    }

    private static func write(
        _ bytes: UnsafeBufferPointer<UInt8>,
        alphabet: UnsafeBufferPointer<UInt8>,
        padded: Bool,
        to output: UnsafeMutableBufferPointer<UInt8>
    ) -> Int {
        var written = 0
        var index = 0
        while index + 2 < bytes.count {
            let group = UInt32(bytes[index]) << 16 | UInt32(bytes[index + 1]) << 8 | UInt32(bytes[index + 2])
            output[written] = alphabet[Int(group >> 18)]
            output[written + 1] = alphabet[Int(group >> 12 & 63)]
            output[written + 2] = alphabet[Int(group >> 6 & 63)]
            output[written + 3] = alphabet[Int(group & 63)]
            written += 4
            index += 3
        }
        let rest = bytes.count - index
        guard rest > 0 else { return written }
        let group = UInt32(bytes[index]) << 16 | (rest == 2 ? UInt32(bytes[index + 1]) << 8 : 0)
        output[written] = alphabet[Int(group >> 18)]
        output[written + 1] = alphabet[Int(group >> 12 & 63)]
        written += 2
        if rest == 2 {
            output[written] = alphabet[Int(group >> 6 & 63)]
            written += 1
        }
        while padded, written % 4 != 0 {
            output[written] = UInt8(ascii: "=")
            written += 1
        }
        return written
    }

    /// Decodes either alphabet, with or without padding; characters of neither are skipped, as Node's `Buffer` does.
    static func decode(_ text: some Sequence<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        var group: UInt32 = 0
        var bits = 0
        for character in text {
            if character == UInt8(ascii: "=") { break }
            let value = values[Int(character)]
            if value == 255 { continue }
            group = group << 6 | UInt32(value)
            bits += 6
            if bits >= 8 {
                bits -= 8
                result.append(UInt8(truncatingIfNeeded: group >> UInt32(bits)))
            }
        }
        return result
    }
}
