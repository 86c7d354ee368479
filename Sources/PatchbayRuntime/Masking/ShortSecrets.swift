/// Secrets too short to be looked for inside words, which would blot out ordinary text: they count as whole words only.
struct ShortSecrets: Sendable {
    /// Texts of as many bytes are no short secrets any more.
    static let limit = 4

    private let texts: Set<[UInt8]>
    private let firstBytes: [Bool]

    /// Prepares to look for texts of fewer than ``limit`` bytes.
    init(_ texts: Set<[UInt8]>) {
        self.texts = texts
        firstBytes = (0...UInt8.max).map { byte in texts.contains { $0.first == byte } }
    }

    /// Whether there is nothing to look for.
    var isEmpty: Bool { texts.isEmpty }

    /// Searches a part of a text, what stands around it being no letters.
    ///
    /// - Parameter found: Is told of each; says whether to go on.
    /// - Returns: Whether it went on to the end.
    func search(_ text: [UInt8], in range: Range<Int>, found: (Range<Int>) -> Bool) -> Bool {
        for start in range where firstBytes[Int(text[start])] {
            for end in (start + 1)...min(start + Self.limit - 1, range.upperBound)
            where end <= range.upperBound && texts.contains(Array(text[start..<end])) {
                guard !Self.endsWithLetter(text[range.lowerBound..<start]),
                    !Self.beginsWithLetter(text[end..<range.upperBound])
                else { continue }
                guard found(start..<end) else { return false }
            }
        }
        return true
    }

    private static func endsWithLetter(_ bytes: ArraySlice<UInt8>) -> Bool {
        // The longest form of a scalar has four bytes.
        let start = bytes.suffix(4).lastIndex { $0 & 0xC0 != 0x80 } ?? bytes.endIndex
        return isLetter(String(decoding: bytes[start...], as: UTF8.self).unicodeScalars.last)
    }

    private static func beginsWithLetter(_ bytes: ArraySlice<UInt8>) -> Bool {
        isLetter(String(decoding: bytes.prefix(4), as: UTF8.self).unicodeScalars.first)
    }

    private static func isLetter(_ scalar: Unicode.Scalar?) -> Bool {
        guard let scalar, scalar != "\u{FFFD}" else { return false }
        return scalar.properties.isAlphabetic || scalar.properties.numericType != nil
    }
}
