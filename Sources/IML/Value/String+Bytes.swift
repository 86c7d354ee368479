extension String {
    /// Whether two texts are the same bytes.
    ///
    /// `==` on `String` takes canonically equivalent texts as equal; JSON keys and the language's `=` do not.
    @inline(__always)
    func hasSameBytes(as other: String) -> Bool {
        // What is kept alike is alike: short texts, and copies of a long one, are settled without touching memory.
        if representation == other.representation { return true }
        return utf8.count == other.utf8.count && hasSameContent(as: other)
    }

    private func hasSameContent(as other: String) -> Bool {
        let isSame = utf8.withContiguousStorageIfAvailable { own in
            other.utf8.withContiguousStorageIfAvailable { RunOfBytes.areEqual(own, $0) }
        }
        return (isSame ?? nil) ?? utf8.elementsEqual(other.utf8)
    }

    /// The words the text is made of, which for equal words are equal texts, whatever they mean.
    @inline(__always)
    private var representation: SIMD2<UInt64> { unsafeBitCast(self, to: SIMD2<UInt64>.self) }

    /// Whether every character is ASCII.
    @inline(__always)
    var isASCIIOnly: Bool {
        utf8.withContiguousStorageIfAvailable { ASCII.isOnly($0) } ?? utf8.allSatisfy { $0 < 0x80 }
    }

    /// Whether two texts are the same but for the case of ASCII letters.
    func isSameIgnoringASCIICase(_ other: String) -> Bool {
        guard utf8.count == other.utf8.count else { return false }
        return zip(utf8, other.utf8).allSatisfy { $0 == $1 || $0.asciiLowercased == $1.asciiLowercased }
    }

    /// Whether this text comes before another by UTF-16 code units, JavaScript's order.
    func precedesInUTF16(_ other: String) -> Bool {
        // Bytes give the same order except between surrogate pairs and U+E000–U+FFFF.
        utf16.lexicographicallyPrecedes(other.utf16)
    }
}

extension UInt8 {
    /// The byte with an ASCII capital made small.
    @inline(__always)
    var asciiLowercased: UInt8 {
        self &- 0x41 < 26 ? self | 0x20 : self
    }

    /// The value of a hexadecimal digit, `nil` for anything else.
    @inline(__always)
    var hexValue: UInt8? {
        switch self {
        case 0x30...0x39: self - 0x30
        case 0x41...0x46: self - 0x37
        case 0x61...0x66: self - 0x57
        default: nil
        }
    }
}

/// Facts about runs of bytes.
enum RunOfBytes {
    /// Whether two runs of one length are the same.
    static func areEqual(_ one: UnsafeBufferPointer<UInt8>, _ other: UnsafeBufferPointer<UInt8>) -> Bool {
        let (left, right) = (UnsafeRawBufferPointer(one), UnsafeRawBufferPointer(other))
        var index = 0
        while index + 8 <= left.count {
            let word = left.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            if word != right.loadUnaligned(fromByteOffset: index, as: UInt64.self) { return false }
            index += 8
        }
        while index < left.count {
            if left[index] != right[index] { return false }
            index += 1
        }
        return true
    }
}

/// Facts about runs of ASCII bytes.
enum ASCII {
    /// Whether no byte has its high bit set.
    @inline(__always)
    static func isOnly(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let raw = UnsafeRawBufferPointer(bytes)
        var index = 0
        while index + 8 <= raw.count {
            if raw.loadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080 != 0 { return false }
            index += 8
        }
        while index < raw.count {
            if raw[index] >= 0x80 { return false }
            index += 1
        }
        return true
    }
}
