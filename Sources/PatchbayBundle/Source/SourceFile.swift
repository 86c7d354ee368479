import PatchbayText

/// A file of a bundle while it is being compiled: its bytes, and where its lines begin.
final class SourceFile: Sendable {
    /// The path relative to the bundle, as diagnostics name it.
    let path: String
    /// The content.
    let bytes: [UInt8]
    /// The offsets at which lines start.
    private let lineStarts: [Int]
    /// How many bytes before each block of ``blockLength`` go on with a character; empty where all are ASCII.
    private let continuations: [Int]
    private static let blockLength = 1_024

    /// Takes a file's content.
    init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
        var starts = [0]
        bytes.withUnsafeBufferPointer { buffer in
            for index in buffer.indices where buffer[index] == UInt8(ascii: "\n") { starts.append(index + 1) }
        }
        lineStarts = starts
        continuations = Self.continuations(in: bytes)
    }

    private static func continuations(in bytes: [UInt8]) -> [Int] {
        guard bytes.contains(where: { $0 >= 0x80 }) else { return [] }
        var counts = [0]
        for start in stride(from: 0, to: bytes.count, by: blockLength) {
            let block = bytes[start..<min(start + blockLength, bytes.count)]
            counts.append(counts[counts.count - 1] + block.count { $0 & 0xC0 == 0x80 })
        }
        return counts
    }

    /// How many characters begin before an offset.
    private func characters(before offset: Int) -> Int {
        guard !continuations.isEmpty else { return offset }
        let offset = min(offset, bytes.count)
        let block = offset / Self.blockLength
        let rest = bytes[block * Self.blockLength..<offset].count { $0 & 0xC0 == 0x80 }
        return offset - continuations[block] - rest
    }

    /// The line and column of an offset, both from 1, the column in characters (Unicode scalars).
    func place(at offset: Int) -> SourcePlace {
        var low = 0
        var high = lineStarts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if lineStarts[middle] <= offset { low = middle } else { high = middle }
        }
        let column = characters(before: offset) - characters(before: lineStarts[low]) + 1
        return SourcePlace(file: path, line: low + 1, column: column)
    }

    /// The place of a byte of a text: of the quoted literal that starts at an offset, counted in the decoded text.
    ///
    /// Escapes are as long in the file as they are written, so `\u007b{item}}` maps as `{{item}}` does.
    func place(inTextAt literal: Int, decodedOffset: Int) -> SourcePlace {
        var position = literal + 1
        var decoded = 0
        while decoded < decodedOffset, position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
            let escape = SourceEscape(bytes, at: position)
            decoded += escape.decodedLength
            if decoded > decodedOffset { break }
            position += escape.writtenLength
        }
        return place(at: position)
    }
}

/// How long a character of a quoted text is as written and as meant.
struct SourceEscape {
    let writtenLength: Int
    let decodedLength: Int

    /// Measures the byte or the escape at a position; what it measures was read without an error before.
    init(_ bytes: [UInt8], at position: Int) {
        guard bytes[position] == UInt8(ascii: "\\"), position + 1 < bytes.count else {
            writtenLength = 1
            decodedLength = 1
            return
        }
        guard bytes[position + 1] == UInt8(ascii: "u"), let unit = UnicodeUnit(bytes, at: position) else {
            writtenLength = 2
            decodedLength = 1
            return
        }
        writtenLength = unit.length
        decodedLength = UTF8.width(unit.scalar)
    }
}

/// A character written as `\uXXXX`, or as two of them.
struct UnicodeUnit {
    /// The character; U+FFFD for half of a pair.
    let scalar: Unicode.Scalar
    /// How many bytes it takes in the file.
    let length: Int

    /// Reads the escape at a position; `nil` when it has not four hexadecimal digits.
    init?(_ bytes: some RandomAccessCollection<UInt8>, at position: Int) {
        guard let unit = Self.digits(bytes, at: position) else { return nil }
        if unit & 0xFC00 == 0xD800, let low = Self.digits(bytes, at: position + 6), low & 0xFC00 == 0xDC00 {
            scalar = Unicode.Scalar(0x10000 + (unit & 0x3FF) << 10 + (low & 0x3FF)) ?? "\u{FFFD}"
            length = 12
        } else {
            scalar = Unicode.Scalar(unit) ?? "\u{FFFD}"
            length = 6
        }
    }

    private static func digits(_ bytes: some RandomAccessCollection<UInt8>, at offset: Int) -> UInt32? {
        guard let start = bytes.index(bytes.startIndex, offsetBy: offset, limitedBy: bytes.endIndex),
            bytes[start...].starts(with: "\\u".utf8)
        else { return nil }
        return Hex.number(ofDigits: 4, in: bytes, at: bytes.index(start, offsetBy: 2))
    }
}
