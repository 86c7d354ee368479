import PatchbayText

extension JSONReader {
    /// Reads a text whose opening quote stands at the position.
    @inline(__always)
    mutating func readText() throws(JSONError) -> String {
        let start = position + 1
        let end = plainEnd(from: start)
        if end < bytes.count, bytes[end] == UInt8(ascii: "\"") {
            position = end + 1
            return String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<end]), as: UTF8.self)
        }
        return try readLongText(start: start, end: end)
    }

    /// Reads a key, from the cache when it was met before.
    @inline(__always)
    mutating func readKey() throws(JSONError) -> String {
        let start = position + 1
        let end = plainEnd(from: start)
        if end < bytes.count, bytes[end] == UInt8(ascii: "\"") {
            position = end + 1
            return keys.text(of: UnsafeBufferPointer(rebasing: bytes[start..<end]))
        }
        return try readLongText(start: start, end: end)
    }

    /// The first byte from a position on that is a quote, a backslash, a control character or not ASCII.
    @inline(__always)
    private func plainEnd(from start: Int) -> Int {
        let raw = UnsafeRawBufferPointer(bytes)
        var index = start
        while index + 8 <= raw.count {
            let word = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: index, as: UInt64.self))
            let special = JSONReader.specialBytes(in: word)
            if special != 0 { return index + special.trailingZeroBitCount / 8 }
            index += 8
        }
        while index < raw.count {
            let byte = raw[index]
            if byte < 0x20 || byte >= 0x80 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { break }
            index += 1
        }
        return index
    }

    /// Has the high bit of every byte set that ends a plain run; lower bits, and bytes above the first hit, may lie.
    @inline(__always)
    private static func specialBytes(in word: UInt64) -> UInt64 {
        escapedBytes(in: word) | (word & 0x8080_8080_8080_8080)
    }

    /// The same for the bytes JSON has to escape: quotes, backslashes and control characters.
    @inline(__always)
    static func escapedBytes(in word: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highs: UInt64 = 0x8080_8080_8080_8080
        let quote = word ^ (ones &* 0x22)
        let backslash = word ^ (ones &* 0x5C)
        let control = word &- (ones &* 0x20)
        return (((quote &- ones) & ~quote) | ((backslash &- ones) & ~backslash) | (control & ~word)) & highs
    }

    /// The text that has escapes or characters beyond ASCII, from where the plain run ended.
    private mutating func readLongText(start: Int, end: Int) throws(JSONError) -> String {
        var index = end
        var runStart = start
        assembled.removeAll(keepingCapacity: true)
        while true {
            guard index < bytes.count else {
                throw failure("The text has no closing quote", at: start - 1)
            }
            let byte = bytes[index]
            if byte == UInt8(ascii: "\"") { break }
            if byte == UInt8(ascii: "\\") {
                assemble(runStart..<index)
                index = try readEscape(at: index)
                runStart = index
            } else if byte < 0x20 {
                throw failure("A control character in a text has to be escaped", at: index)
            } else {
                guard let next = byte < 0x80 ? plainEnd(from: index) : characterEnd(from: index) else {
                    throw failure("The text is not valid UTF-8", at: index)
                }
                index = next
            }
        }
        position = index + 1
        if runStart == start {
            return String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<index]), as: UTF8.self)
        }
        assemble(runStart..<index)
        return String(decoding: assembled, as: UTF8.self)
    }

    @inline(__always)
    private mutating func assemble(_ run: Range<Int>) {
        assembled.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[run]))
    }

    /// The position after the character beyond ASCII at a position; `nil` when it is none (Unicode 16, table 3-7).
    @inline(__always)
    private func characterEnd(from start: Int) -> Int? {
        let lead = bytes[start]
        let count = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
        guard lead >= 0xC2, lead <= 0xF4, start + count <= bytes.count else { return nil }
        let second = bytes[start + 1]
        let lowest: UInt8 = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80
        let highest: UInt8 = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF
        guard second >= lowest, second <= highest else { return nil }
        for index in start + 2..<start + count where bytes[index] & 0xC0 != 0x80 { return nil }
        return start + count
    }

    /// Appends what the escape at a position stands for; returns the position after it.
    private mutating func readEscape(at start: Int) throws(JSONError) -> Int {
        guard start + 1 < bytes.count else { throw failure("The text has no closing quote", at: start) }
        switch bytes[start + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): assembled.append(bytes[start + 1])
        case UInt8(ascii: "b"): assembled.append(0x08)
        case UInt8(ascii: "f"): assembled.append(0x0C)
        case UInt8(ascii: "n"): assembled.append(0x0A)
        case UInt8(ascii: "r"): assembled.append(0x0D)
        case UInt8(ascii: "t"): assembled.append(0x09)
        case UInt8(ascii: "u"): return try readUnicodeEscape(at: start)
        default: throw failure("There is no such escape in JSON", at: start)
        }
        return start + 2
    }

    private mutating func readUnicodeEscape(at start: Int) throws(JSONError) -> Int {
        guard let unit = Hex.number(ofDigits: 4, in: bytes, at: start + 2) else {
            throw failure("`\\u` needs four hexadecimal digits", at: start)
        }
        var end = start + 6
        var code = unit
        if unit & 0xFC00 == 0xD800, end + 1 < bytes.count, bytes[end] == UInt8(ascii: "\\"),
            bytes[end + 1] == UInt8(ascii: "u"), let low = Hex.number(ofDigits: 4, in: bytes, at: end + 2),
            low & 0xFC00 == 0xDC00
        {
            code = 0x10000 + (unit & 0x3FF) << 10 + (low & 0x3FF)
            end += 6
        }
        // Half of a pair is no character: Unicode's replacement stands for it.
        let scalar = Unicode.Scalar(code) ?? "\u{FFFD}"
        assembled.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        return end
    }
}
