import PatchbayText

/// Texts measured and cut as JavaScript does it, in UTF-16 code units.
extension String {
    /// The length in code units.
    var utf16Length: Int {
        isASCIIOnly ? utf8.count : utf16.count
    }

    /// Where another text first occurs at or after a position, in code units; `nil` when it does not.
    func utf16Position(of other: String, from start: Int = 0) -> Int? {
        let length = utf16Length
        let start = max(0, start)
        if other.isEmpty { return min(start, length) }
        guard start < length else { return nil }
        if isASCIIOnly {
            return withBytes { own in other.withBytes { RunOfBytes.firstPosition(of: $0, in: own, from: start) } }
        }
        return Array(utf16).firstPosition(of: Array(other.utf16), from: start)
    }

    /// Whether this text comes before another by UTF-16 code units, JavaScript's order.
    func precedesInUTF16(_ other: String) -> Bool {
        comparedInUTF16(with: other).order < 0
    }

    /// How the text and another stand in the order of their UTF-16 code units, in which JavaScript compares, and how many
    /// bytes they have in common at their start.
    ///
    /// - Returns: As `order` -1, 0 or 1.
    func comparedInUTF16(with other: String) -> (order: Int, common: Int) {
        withBytes { one in
            other.withBytes { other in
                let shorter = min(one.count, other.count)
                var common = 0
                while common < shorter, one[common] == other[common] { common += 1 }
                guard common < shorter else {
                    return (one.count == other.count ? 0 : one.count < other.count ? -1 : 1, common)
                }
                // UTF-8 has the same order, except that what takes a surrogate pair (from 0xF0 on) comes before U+E000.
                let (former, latter) = (one[common], other[common])
                let isPaired = (former >= 0xF0, latter >= 0xF0)
                if isPaired.0 != isPaired.1, min(former, latter) >= 0xEE { return (isPaired.0 ? -1 : 1, common) }
                return (former < latter ? -1 : 1, common)
            }
        }
    }
}

extension OutputBuffer {
    /// Appends the code units of a text from one position up to another; a surrogate that is cut off becomes U+FFFD.
    ///
    /// - Parameters:
    ///   - bytes: The text's UTF-8.
    ///   - start: The first position, from 0; what is beyond the text counts as its nearer end.
    ///   - end: The position after the last one, or the end of the text. One before the start is taken for the start.
    mutating func append(utf16SliceOf bytes: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int?) {
        if ASCII.isOnly(bytes) {
            let range = OutputBuffer.range(from: start, to: end, in: bytes.count)
            append(bytes: UnsafeBufferPointer(rebasing: bytes[range]))
        } else {
            let units = Array(String(decoding: bytes, as: UTF8.self).utf16)
            let range = OutputBuffer.range(from: start, to: end, in: units.count)
            append(text: String(decoding: units[range], as: UTF16.self))
        }
    }

    private static func range(from start: Int, to end: Int?, in length: Int) -> Range<Int> {
        let (one, other) = (max(0, min(length, start)), max(0, min(length, end ?? length)))
        return min(one, other)..<max(one, other)
    }
}
