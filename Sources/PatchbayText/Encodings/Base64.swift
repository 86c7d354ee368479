/// Base64 (RFC 4648, sections 4 and 5) over bytes.
public enum Base64 {
    private static let standard = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    private static let urlSafe = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    /// The value of each character in either alphabet, 255 for characters of neither.
    package static let values: [UInt8] = {
        var values = [UInt8](repeating: 255, count: 256)
        for (value, character) in standard.enumerated() { values[Int(character)] = UInt8(value) }
        for (value, character) in urlSafe.enumerated() { values[Int(character)] = UInt8(value) }
        return values
    }()

    /// Whether a byte is a character of the standard alphabet, or its padding.
    package static func isCharacter(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "=") || values[Int(byte)] != 255 && byte != UInt8(ascii: "-") && byte != UInt8(ascii: "_")
    }
}

// MARK: - Writing

extension Base64 {
    /// Encodes with the standard alphabet and padding.
    public static func encode(_ bytes: [UInt8]) -> String {
        bytes.withUnsafeBufferPointer { encode($0, alphabet: standard, padded: true) }
    }

    /// Encodes with the alphabet for addresses, without padding.
    public static func encodeURLSafe(_ bytes: [UInt8]) -> String {
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
}

// MARK: - Reading

extension Base64 {
    /// The bytes of a text in either alphabet.
    ///
    /// Line ends may stand anywhere, and the padding may miss.
    ///
    /// - Returns: `nil` when another character is in it, one is left over, or something follows the padding.
    public static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
        text.withContiguousBytes { text in
            var (isClosed, digits) = (false, 0)
            var bits = BitReader(capacity: text.count)
            for character in text where character != 0x0A && character != 0x0D {
                if character == UInt8(ascii: "=") {
                    isClosed = true
                } else {
                    guard !isClosed, case let value = values[Int(character)], value != 255 else { return nil }
                    bits.append(value)
                    digits += 1
                }
            }
            return digits % 4 == 1 ? nil : bits.bytes
        }
    }

    /// The bytes of a text in either alphabet up to its padding; characters of neither are skipped, as Node's `Buffer`
    /// does.
    package static func decodeSkippingOthers(_ text: some Collection<UInt8>) -> [UInt8] {
        text.withContiguousBytes { text in
            var bits = BitReader(capacity: text.count)
            for character in text {
                if character == UInt8(ascii: "=") { break }
                let value = values[Int(character)]
                if value != 255 { bits.append(value) }
            }
            return bits.bytes
        }
    }

    /// Gathers groups of six bits into bytes.
    private struct BitReader {
        private(set) var bytes: [UInt8] = []
        private var group: UInt32 = 0
        private var count: UInt32 = 0

        /// Makes room for a number of characters.
        init(capacity: Int) {
            bytes.reserveCapacity(capacity / 4 * 3 + 2)
        }

        mutating func append(_ value: UInt8) {
            group = group << 6 | UInt32(value)
            count += 6
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: group >> count))
            }
        }
    }
}
