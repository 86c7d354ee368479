extension String {
    /// Whether two texts are the same bytes.
    ///
    /// `==` on `String` takes canonically equivalent texts as equal; JSON keys and the language's `=` do not.
    @inline(__always)
    func hasSameBytes(as other: String) -> Bool {
        // What is not even canonically equivalent is told apart quickly, mostly without touching memory.
        self == other && (utf8.count == other.utf8.count) && isReallySame(as: other)
    }

    @inline(__always)
    private func isReallySame(as other: String) -> Bool {
        // Up to fifteen bytes a text is kept in place: equal representations are equal bytes.
        utf8.count <= 15 && isASCIIOnly ? true : utf8.elementsEqual(other.utf8)
    }

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
