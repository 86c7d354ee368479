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
        var hasEscapes = false
        var result: [UInt8] = []
        while true {
            guard index < bytes.count else {
                throw failure("The text has no closing quote", at: start - 1)
            }
            let byte = bytes[index]
            if byte == UInt8(ascii: "\"") { break }
            if byte == UInt8(ascii: "\\") {
                hasEscapes = true
                result.append(contentsOf: bytes[runStart..<index])
                index = try readEscape(at: index, into: &result)
                runStart = index
            } else if byte < 0x20 {
                throw failure("A control character in a text has to be escaped", at: index)
            } else {
                index = byte < 0x80 ? plainEnd(from: index) : index + 1
            }
        }
        position = index + 1
        if hasEscapes { result.append(contentsOf: bytes[runStart..<index]) }
        let text =
            hasEscapes
            ? String(validating: result, as: UTF8.self)
            : String(validating: UnsafeBufferPointer(rebasing: bytes[start..<index]), as: UTF8.self)
        guard let text else { throw failure("The text is not valid UTF-8", at: invalidByte(in: start..<index)) }
        return text
    }

    private func invalidByte(in range: Range<Int>) -> Int {
        var decoder = UTF8.ForwardParser()
        var iterator = bytes[range].makeIterator()
        var offset = range.lowerBound
        while true {
            switch decoder.parseScalar(from: &iterator) {
            case .valid(let encoded): offset += encoded.count
            case .error, .emptyInput: return offset
            }
        }
    }

    /// Appends what the escape at a position stands for; returns the position after it.
    private func readEscape(at start: Int, into result: inout [UInt8]) throws(JSONError) -> Int {
        guard start + 1 < bytes.count else { throw failure("The text has no closing quote", at: start) }
        switch bytes[start + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): result.append(bytes[start + 1])
        case UInt8(ascii: "b"): result.append(0x08)
        case UInt8(ascii: "f"): result.append(0x0C)
        case UInt8(ascii: "n"): result.append(0x0A)
        case UInt8(ascii: "r"): result.append(0x0D)
        case UInt8(ascii: "t"): result.append(0x09)
        case UInt8(ascii: "u"): return try readUnicodeEscape(at: start, into: &result)
        default: throw failure("There is no such escape in JSON", at: start)
        }
        return start + 2
    }

    private func readUnicodeEscape(at start: Int, into result: inout [UInt8]) throws(JSONError) -> Int {
        guard let unit = hexUnit(at: start + 2) else {
            throw failure("`\\u` needs four hexadecimal digits", at: start)
        }
        var end = start + 6
        var code = unit
        if unit & 0xFC00 == 0xD800, end + 1 < bytes.count, bytes[end] == UInt8(ascii: "\\"),
            bytes[end + 1] == UInt8(ascii: "u"), let low = hexUnit(at: end + 2), low & 0xFC00 == 0xDC00
        {
            code = 0x10000 + (unit & 0x3FF) << 10 + (low & 0x3FF)
            end += 6
        }
        // Half of a pair is no character: Unicode's replacement stands for it.
        let scalar = Unicode.Scalar(code) ?? "\u{FFFD}"
        result.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        return end
    }

    private func hexUnit(at start: Int) -> UInt32? {
        guard start + 4 <= bytes.count else { return nil }
        var unit: UInt32 = 0
        for index in start..<start + 4 {
            guard let digit = bytes[index].hexValue else { return nil }
            unit = unit << 4 | UInt32(digit)
        }
        return unit
    }
}
