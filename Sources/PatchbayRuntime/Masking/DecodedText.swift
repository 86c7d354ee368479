import PatchbayAuth
import PatchbayText

/// A text, or what it stands for under an encoding, with the place of each byte in the text.
struct DecodedText {
    /// The bytes.
    private(set) var bytes: [UInt8]
    /// Whether the text was cut off at its end and this reaches it, so that something may only begin here.
    private(set) var isCut: Bool
    /// Where whole words may stand: everywhere, or in what was made of runs that can be read.
    private(set) var words: Words = .anywhere

    /// Where whole words may stand.
    enum Words {
        case anywhere
        case inside([Range<Int>])
    }

    /// Where the bytes begin and end in the text; empty for the text itself, and where nobody asks.
    private var starts: [Int32] = []
    private var ends: [Int32] = []
    private let keepsPlaces: Bool
    private let textCount: Int

    /// Stands between what was made of different runs; no text holds it.
    private static let separator: UInt8 = 0xFE

    /// Takes a text as it is.
    ///
    /// - Parameters:
    ///   - text: Its bytes.
    ///   - isCut: Whether more of it was cut off.
    ///   - keepsPlaces: Whether ``place(of:)`` will be asked.
    init(_ text: [UInt8], isCut: Bool, keepsPlaces: Bool) {
        bytes = text
        self.isCut = isCut
        self.keepsPlaces = keepsPlaces
        textCount = text.count
    }

    /// Starts with nothing, for what another one stands for.
    private init(decoding other: DecodedText) {
        bytes = []
        isCut = false
        keepsPlaces = other.keepsPlaces
        // Whole words stand in what can be read, not in what digits that are none happen to give.
        if case .inside = other.words { words = .inside([]) }
        textCount = other.textCount
        bytes.reserveCapacity(other.bytes.count)
    }

    /// The bytes of the text that some of these bytes stand for; to the end of a text that was cut off there.
    func place(of range: Range<Int>) -> Range<Int> {
        let range = min(range.lowerBound, bytes.count)..<min(range.upperBound, bytes.count)
        guard !range.isEmpty else { return 0..<0 }
        let end = isCut && range.upperBound == bytes.count ? textCount : nil
        guard !starts.isEmpty else { return range.lowerBound..<(end ?? range.upperBound) }
        return Int(starts[range.lowerBound])..<(end ?? Int(ends[range.upperBound - 1]))
    }

    private mutating func append(_ byte: UInt8, from source: Range<Int>, of other: DecodedText) {
        bytes.append(byte)
        guard keepsPlaces else { return }
        starts.append(other.starts.isEmpty ? Int32(source.lowerBound) : other.starts[source.lowerBound])
        ends.append(other.ends.isEmpty ? Int32(source.upperBound) : other.ends[source.upperBound - 1])
    }

    private mutating func separate() {
        guard let last = bytes.last, last != Self.separator else { return }
        bytes.append(Self.separator)
        guard keepsPlaces, let end = ends.last else { return }
        starts.append(end)
        ends.append(end)
    }

    private mutating func truncate(to count: Int) {
        bytes.removeLast(bytes.count - count)
        guard keepsPlaces else { return }
        starts.removeLast(starts.count - count)
        ends.removeLast(ends.count - count)
    }
}

// MARK: - Escapes

extension DecodedText {
    /// The bytes with one layer of escapes taken off: of percent-encoding, of JSON and JavaScript, of HTML and XML.
    ///
    /// An escape a cut goes through is left out with what the cut left of it.
    ///
    /// - Returns: `nil` when there is none.
    func unescaped() -> DecodedText? {
        guard bytes.contains(where: Escape.begins) else { return nil }
        var decoded = DecodedText(decoding: self)
        var isChanged = false
        var position = 0
        while position < bytes.count {
            let byte = bytes[position]
            guard Escape.begins(byte) else {
                decoded.append(byte, from: position..<position + 1, of: self)
                position += 1
                continue
            }
            switch Escape(in: bytes, at: position) {
            case .bytes(let meant, let end):
                for byte in meant { decoded.append(byte, from: position..<end, of: self) }
                position = end
                isChanged = true
            case .unfinished where isCut:
                position = bytes.count
                isChanged = true
            case .unfinished, .none:
                decoded.append(byte, from: position..<position + 1, of: self)
                position += 1
            }
        }
        guard isChanged else { return nil }
        decoded.isCut = isCut
        return decoded
    }
}

// MARK: - Wide characters

extension DecodedText {
    /// The bytes that are not zero: of ASCII in UTF-16 or UTF-32 that nobody says is so, the characters.
    ///
    /// - Returns: `nil` when none is zero.
    func withoutZeros() -> DecodedText? {
        guard bytes.contains(0) else { return nil }
        var decoded = DecodedText(decoding: self)
        for (position, byte) in bytes.enumerated() where byte != 0 {
            decoded.append(byte, from: position..<position + 1, of: self)
        }
        decoded.isCut = isCut
        return decoded
    }
}

// MARK: - Digits

extension DecodedText {
    /// Fewer hexadecimal digits are not read: no secret that is looked for within words is so short.
    private static let shortestHexadecimal = 8
    /// Fewer digits of base64 are read as a short word only.
    private static let shortestBase64 = 6

    /// What runs of hexadecimal digits stand for.
    ///
    /// - Parameter skipped: How many digits of each run are skipped, 0 or 1.
    /// - Returns: `nil` where no run is long enough.
    func hexadecimal(skipping skipped: Int) -> DecodedText? {
        var decoded = DecodedText(decoding: self)
        decoded.words = .inside([])
        var position = 0
        while position < bytes.count {
            let start = position
            while position < bytes.count, bytes[position].hexadecimalValue != nil { position += 1 }
            let reachesCut = isCut && position == bytes.count
            if position - start >= Self.shortestHexadecimal || reachesCut {
                decoded.separate()
                for first in stride(from: start + skipped, to: position - 1, by: 2) {
                    let byte = (bytes[first].hexadecimalValue ?? 0) << 4 | (bytes[first + 1].hexadecimalValue ?? 0)
                    decoded.append(byte, from: first..<first + 2, of: self)
                }
                decoded.isCut = reachesCut
            }
            position += 1
        }
        return decoded.bytes.isEmpty ? nil : decoded
    }

    /// What runs of base64, in either alphabet and over several lines, stand for.
    ///
    /// - Parameter skipped: How many digits of each run are skipped, 0 to 3: where a run begins in a text need not be
    ///   where its base64 does.
    /// - Returns: `nil` where no run is long enough.
    func base64(skipping skipped: Int) -> DecodedText? {
        var decoded = DecodedText(decoding: self)
        var readable: [Range<Int>] = []
        var position = 0
        let values = Base64.values
        while position < bytes.count {
            guard values[Int(bytes[position])] < 64 else {
                position += 1
                continue
            }
            decoded.separate()
            let start = decoded.bytes.count
            let count = decoded.take(base64Of: self, at: &position, skipping: skipped)
            let isPadded = position < bytes.count && bytes[position] == UInt8(ascii: "=")
            let isReadable =
                skipped == 0 && (isPadded || decoded.bytes.count - start >= 3)
                && Self.isReadable(decoded.bytes[start...])
            if isReadable {
                readable.append(start..<decoded.bytes.count)
            } else if count < Self.shortestBase64, !(isCut && position == bytes.count) {
                decoded.truncate(to: start)
                continue
            }
            decoded.isCut = isCut && position == bytes.count
        }
        decoded.words = .inside(readable)
        return decoded.bytes.isEmpty ? nil : decoded
    }

    /// Appends what one run stands for.
    ///
    /// - Returns: How many digits it has.
    private mutating func take(base64Of other: DecodedText, at position: inout Int, skipping skipped: Int) -> Int {
        var group: UInt32 = 0
        var bits = 0
        var first = position
        var count = 0
        let values = Base64.values
        while position < other.bytes.count {
            let value = values[Int(other.bytes[position])]
            guard value < 64 else {
                guard let next = other.endOfLineBreak(at: position) else { break }
                position = next
                continue
            }
            count += 1
            if count > skipped {
                if bits == 0 { first = position }
                group = group << 6 | UInt32(value)
                bits += 6
                if bits >= 8 {
                    bits -= 8
                    append(UInt8(truncatingIfNeeded: group >> UInt32(bits)), from: first..<position + 1, of: other)
                    first = position
                }
            }
            position += 1
        }
        return count
    }

    /// Where a run goes on behind a line break and an indentation, or would behind a cut; `nil` where it ends.
    private func endOfLineBreak(at position: Int) -> Int? {
        var end = position
        while end < bytes.count, bytes[end] == 0x0D || bytes[end] == 0x0A { end += 1 }
        guard end > position else { return nil }
        while end < bytes.count, bytes[end] == 0x20 || bytes[end] == 0x09 || bytes[end] == 0x0D || bytes[end] == 0x0A {
            end += 1
        }
        guard end < bytes.count else { return isCut ? end : nil }
        return Base64.values[Int(bytes[end])] < 64 ? end : nil
    }

    private static func isReadable(_ bytes: ArraySlice<UInt8>) -> Bool {
        !bytes.isEmpty && bytes.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
            && String(validating: bytes, as: UTF8.self) != nil
    }
}
