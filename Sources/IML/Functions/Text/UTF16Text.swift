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

    /// Whether another text, which is not empty, occurs in this one.
    package func contains(bytesOf other: String) -> Bool {
        withBytes { own in other.withBytes { RunOfBytes.firstPosition(of: $0, in: own, from: 0) != nil } }
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

extension Array where Element: Equatable {
    /// Where a run of elements first occurs at or after a position; the run is not empty.
    func firstPosition(of run: [Element], from start: Int) -> Int? {
        guard let first = run.first, count - start >= run.count else { return nil }
        return withUnsafeBufferPointer { elements in
            run.withUnsafeBufferPointer { run in
                if run.count > LongRunSearch<Element>.shortest {
                    return LongRunSearch(for: run).firstPosition(in: elements, from: start)
                }
                return (start...elements.count - run.count).first { position in
                    elements[position] == first
                        && (1..<run.count).allSatisfy { elements[position + $0] == run[$0] }
                }
            }
        }
    }
}
