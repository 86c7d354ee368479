extension String {
    /// Whether two texts are the same bytes.
    ///
    /// `==` on `String` takes canonically equivalent texts as equal; JSON keys and the language's `=` do not.
    @inline(__always)
    func hasSameBytes(as other: String) -> Bool {
        // Short texts, and copies of a long one, are settled without touching memory.
        if hasSameWords(as: other) { return true }
        return utf8.count == other.utf8.count && hasSameContent(as: other)
    }

    /// Whether two texts are kept alike, which only texts of the same bytes are.
    @inline(__always)
    func hasSameWords(as other: String) -> Bool { words == other.words }

    /// Whether another text of the same length is the same bytes.
    @inline(__always)
    func hasSameContent(as other: String) -> Bool {
        withBytes { own in other.withBytes { RunOfBytes.areEqual(own, $0) } }
    }

    /// The words the text is made of, which for equal words are equal texts, whatever they mean.
    @inline(__always)
    var words: SIMD2<UInt64> { unsafeBitCast(self, to: SIMD2<UInt64>.self) }

    /// Whether every character is ASCII.
    @inline(__always)
    var isASCIIOnly: Bool { withBytes { ASCII.isOnly($0) } }

    /// Lends the text's UTF-8.
    @inline(__always)
    func withBytes<Result, Failure: Error>(
        _ read: (UnsafeBufferPointer<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        // The standard library's closures throw anything: what this one throws is carried past them.
        func reading(_ bytes: UnsafeBufferPointer<UInt8>) -> Swift.Result<Result, Failure> {
            do throws(Failure) { return .success(try read(bytes)) } catch { return .failure(error) }
        }
        if let result = utf8.withContiguousStorageIfAvailable(reading) { return try result.get() }
        // Only a bridged text has to be copied first.
        var copy = self
        return try copy.withUTF8(reading).get()
    }

    /// Puts a text together on the stack, which takes it to memory once and only when it is long.
    @inline(__always)
    static func written<Failure: Error>(
        _ write: (inout OutputBuffer) throws(Failure) -> Void
    ) throws(Failure) -> String {
        try withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 512) { memory throws(Failure) in
            var output = OutputBuffer(borrowing: memory)
            try write(&output)
            return String(decoding: output.bytes, as: UTF8.self)
        }
    }

    /// Whether two texts are the same but for the case of ASCII letters.
    func isSameIgnoringASCIICase(_ other: String) -> Bool {
        guard utf8.count == other.utf8.count else { return false }
        return zip(utf8, other.utf8).allSatisfy { $0 == $1 || $0.asciiLowercased == $1.asciiLowercased }
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

extension UInt8 {
    /// The byte with an ASCII capital made small.
    @inline(__always)
    var asciiLowercased: UInt8 {
        self &- 0x41 < 26 ? self | 0x20 : self
    }

    /// The byte with a small ASCII letter made a capital.
    @inline(__always)
    var asciiUppercased: UInt8 {
        self &- 0x61 < 26 ? self & 0xDF : self
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
    /// Where a run first occurs in another at or after a position; the run is not empty.
    static func firstPosition(
        of run: UnsafeBufferPointer<UInt8>,
        in whole: UnsafeBufferPointer<UInt8>,
        from start: Int
    ) -> Int? {
        guard whole.count - start >= run.count, let bytes = whole.baseAddress, let wanted = run.baseAddress else {
            return nil
        }
        if run.count > LongRunSearch<UInt8>.shortest {
            return LongRunSearch(for: run).firstPosition(in: whole, from: start)
        }
        let first = wanted[0]
        let last = whole.count - run.count
        var position = start
        while position <= last {
            if bytes[position] == first, areEqual(bytes + position + 1, wanted + 1, count: run.count - 1) {
                return position
            }
            position += 1
        }
        return nil
    }

    /// Whether two runs of one length are the same.
    @inline(__always)
    static func areEqual(_ one: UnsafeBufferPointer<UInt8>, _ other: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let left = one.baseAddress, let right = other.baseAddress else { return one.isEmpty && other.isEmpty }
        return areEqual(left, right, count: one.count)
    }

    @inline(__always)
    private static func areEqual(_ one: UnsafePointer<UInt8>, _ other: UnsafePointer<UInt8>, count: Int) -> Bool {
        let (left, right) = (UnsafeRawPointer(one), UnsafeRawPointer(other))
        var index = 0
        while index + 8 <= count {
            let word = left.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            if word != right.loadUnaligned(fromByteOffset: index, as: UInt64.self) { return false }
            index += 8
        }
        while index < count {
            if one[index] != other[index] { return false }
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
