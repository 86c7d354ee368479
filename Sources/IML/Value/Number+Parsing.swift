import PatchbayText

extension Number {
    /// Reads a decimal number: an optional sign, digits with an optional fraction, an optional exponent.
    ///
    /// All digits count, as in `123456789012345678901234567890`. Returns `nil` for anything else, surrounding spaces
    /// included, and for numbers beyond 10^9999.
    public init?(_ text: some StringProtocol) {
        var text = String(text)
        let parsed: Number? = text.withUTF8 { bytes in
            var start = 0
            if bytes.first == UInt8(ascii: "+") { start = 1 }
            var scanner = NumberScanner(bytes: bytes, position: start, allowsBareFraction: true)
            guard scanner.scan(), scanner.position == bytes.count, !scanner.isOutOfRange else { return nil }
            if start == 1, bytes.count > 1, bytes[1] == UInt8(ascii: "-") { return nil }
            return scanner.number
        }
        guard let parsed else { return nil }
        self = parsed
    }

    /// What JavaScript's `Number(text)` gives: spaces around are ignored, no text is 0, `0x`, `0o` and `0b` are read.
    init?(coercing text: String) {
        guard let first = text.utf8.first else {
            self = .zero
            return
        }
        if first &- 0x31 < 9, let last = text.utf8.last, last.isASCIIDigit {
            // There is nothing around it.
            self.init(text)
            return
        }
        let trimmed = text.trimmingJavaScriptSpaces()
        if trimmed.isEmpty {
            self = .zero
            return
        }
        if trimmed.utf8.count > 2, trimmed.utf8.first == 0x30, let number = Number(prefixed: trimmed) {
            self = number
            return
        }
        self.init(trimmed)
    }

    private init?(prefixed text: Substring) {
        let radix: Int
        switch text.utf8[text.utf8.index(after: text.startIndex)] {
        case UInt8(ascii: "x"), UInt8(ascii: "X"): radix = 16
        case UInt8(ascii: "o"), UInt8(ascii: "O"): radix = 8
        case UInt8(ascii: "b"), UInt8(ascii: "B"): radix = 2
        default: return nil
        }
        let digits = text.dropFirst(2)
        guard digits.utf8.first != 0x2B, digits.utf8.first != 0x2D, let value = Int64(digits, radix: radix) else {
            return nil
        }
        self.init(value)
    }
}

/// Reads one number at a position of UTF-8 text; shared by JSON and the language.
struct NumberScanner {
    let bytes: UnsafeBufferPointer<UInt8>
    var position: Int
    /// Whether `.5`, `5.` and leading zeros are numbers, as in JavaScript's conversions but not in JSON.
    var allowsBareFraction = false
    /// The number that was read.
    private(set) var number = Number.zero
    /// Whether the text is a number of the grammar that is beyond what a number may be.
    private(set) var isOutOfRange = false

    init(bytes: UnsafeBufferPointer<UInt8>, position: Int, allowsBareFraction: Bool = false) {
        self.bytes = bytes
        self.position = position
        self.allowsBareFraction = allowsBareFraction
    }

    /// Moves past a number; `false` when there is none, with the position at what does not fit.
    @inline(__always)
    mutating func scan() -> Bool {
        let start = position
        let count = bytes.count
        var index = position
        var negative = false
        if index < count, bytes[index] == UInt8(ascii: "-") {
            negative = true
            index += 1
        }
        // The common case, a short whole number, ends here.
        let first = index
        var value: Int64 = 0
        while index < count, index - first < 18 {
            let digit = bytes[index] &- 0x30
            if digit > 9 { break }
            value = value &* 10 &+ Int64(digit)
            index += 1
        }
        let continues = index < count && NumberScanner.continuesNumber(bytes[index])
        if index > first, !continues, bytes[first] != 0x30 || index - first == 1 {
            position = index
            number = Number(negative ? -value : value)
            return true
        }
        position = start
        return scanLong()
    }

    @inline(__always)
    private static func continuesNumber(_ byte: UInt8) -> Bool {
        byte.isASCIIDigit || byte == UInt8(ascii: ".") || byte | 0x20 == UInt8(ascii: "e")
    }

    private mutating func scanLong() -> Bool {
        let negative = take(UInt8(ascii: "-"))
        let wholeStart = position
        skipDigits()
        let whole = wholeStart..<position
        if !allowsBareFraction, whole.isEmpty || (whole.count > 1 && bytes[wholeStart] == 0x30) {
            if whole.count > 1 { position = wholeStart + 1 }
            return false
        }
        var fraction = position..<position
        if take(UInt8(ascii: ".")) {
            let fractionStart = position
            skipDigits()
            fraction = fractionStart..<position
            if fraction.isEmpty, !allowsBareFraction { return false }
        }
        if whole.isEmpty, fraction.isEmpty { return false }
        guard let exponent = scanExponent() else { return false }
        assemble(negative: negative, whole: whole, fraction: fraction, exponent: exponent)
        return true
    }

    /// The exponent, 0 without one and clamped well beyond any limit; `nil` when there is an `e` without digits.
    private mutating func scanExponent() -> Int? {
        guard position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") else { return 0 }
        position += 1
        let negative = take(UInt8(ascii: "-"))
        if !negative { _ = take(UInt8(ascii: "+")) }
        let start = position
        var value = 0
        while position < bytes.count, bytes[position].isASCIIDigit {
            value = min(value * 10 + Int(bytes[position] - 0x30), 1_000_000_000)
            position += 1
        }
        if position == start { return nil }
        return negative ? -value : value
    }

    private mutating func assemble(negative: Bool, whole: Range<Int>, fraction: Range<Int>, exponent: Int) {
        let shift = exponent - fraction.count
        if whole.count + fraction.count <= 18 {
            var significand: Int64 = 0
            for index in whole { significand = significand * 10 + Int64(bytes[index] - 0x30) }
            for index in fraction { significand = significand * 10 + Int64(bytes[index] - 0x30) }
            if significand == 0 {
                number = .zero
            } else if abs(shift) < Number.exponentLimit - 18 {
                number = Number(significand: negative ? -significand : significand, exponent: shift)
            } else {
                number = .zero
                isOutOfRange = shift > 0
            }
            return
        }
        let wide = WideDecimal(
            isNegative: negative,
            limbs: Limbs.parse(Array(bytes[whole]) + Array(bytes[fraction])),
            exponent: shift
        )
        if let result = Number(wide) {
            number = result
        } else {
            isOutOfRange = true
        }
    }

    private mutating func skipDigits() {
        while position < bytes.count, bytes[position].isASCIIDigit { position += 1 }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }
}

extension StringProtocol {
    /// Without the white space JavaScript's `trim` takes away at both ends.
    package func trimmingJavaScriptSpaces() -> SubSequence {
        let scalars = unicodeScalars
        var start = scalars.startIndex
        var end = scalars.endIndex
        while start < end, scalars[start].isJavaScriptSpace { start = scalars.index(after: start) }
        while end > start {
            let before = scalars.index(before: end)
            if !scalars[before].isJavaScriptSpace { break }
            end = before
        }
        return self[start..<end]
    }
}

extension String {
    /// Without the white space JavaScript's `trim` takes away at both ends.
    var trimmed: String {
        withBytes { bytes in
            let trimmed = bytes.trimmingJavaScriptSpaces()
            return trimmed.count == bytes.count ? nil : String(decoding: trimmed, as: UTF8.self)
        } ?? self
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Without the white space JavaScript's `trim` takes away at both ends; the bytes are a text's UTF-8, or a part of
    /// it that starts and ends with whole characters.
    func trimmingJavaScriptSpaces() -> UnsafeBufferPointer<UInt8> {
        var start = 0
        var end = count
        while start < end, case let length = spaceLength(at: start), length > 0 { start += length }
        while end > start, case let length = spaceLength(before: end), length > 0 { end -= length }
        return UnsafeBufferPointer(rebasing: self[start..<end])
    }

    /// How many bytes the white space at a position has; 0 when something else stands there.
    @inline(__always)
    private func spaceLength(at position: Int) -> Int {
        let lead = self[position]
        if lead < 0x80 { return lead == 0x20 || lead &- 0x09 < 5 ? 1 : 0 }
        return wideSpaceLength(at: position)
    }

    private func wideSpaceLength(at position: Int) -> Int {
        let lead = self[position]
        if lead == 0xC2, position + 1 < count { return self[position + 1] == 0xA0 ? 2 : 0 }
        guard lead & 0xF0 == 0xE0, position + 2 < count else { return 0 }
        let code =
            UInt32(lead & 0x0F) << 12 | UInt32(self[position + 1] & 0x3F) << 6 | UInt32(self[position + 2] & 0x3F)
        return Unicode.Scalar(code)?.isJavaScriptSpace == true ? 3 : 0
    }

    @inline(__always)
    private func spaceLength(before end: Int) -> Int {
        if self[end - 1] < 0x80 { return spaceLength(at: end - 1) }
        for length in 2...3 where length <= end && wideSpaceLength(at: end - length) == length { return length }
        return 0
    }
}

extension Unicode.Scalar {
    /// Whether JavaScript counts this as white space or a line end (ECMA-262, 12.2 and 12.3).
    var isJavaScriptSpace: Bool {
        switch value {
        case 0x09...0x0D, 0x20, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000, 0xFEFF: true
        default: false
        }
    }
}
