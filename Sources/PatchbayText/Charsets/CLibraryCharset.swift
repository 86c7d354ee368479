import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// An encoding that the C library's `iconv` converts.
struct CLibraryCharset {
    /// The standard's name.
    let name: String

    init(_ name: String) {
        self.name = name
    }

    /// Those of the standard in which a character may take several bytes, with what the C library calls the like.
    private static let multiByte = [
        "big5": "BIG5-HKSCS", "euc-jp": "EUCJP-MS", "euc-kr": "CP949", "gb18030": "GB18030", "gbk": "GB18030",
        "iso-2022-jp": "ISO-2022-JP", "shift_jis": "CP932",
    ]

    /// Single-byte encodings that the C library calls otherwise than the standard.
    private static let singleByte = [
        "ibm866": "IBM866", "iso-8859-8-i": "ISO-8859-8", "x-mac-cyrillic": "MAC-UK",
    ]

    /// Where the standard has another character than the C library.
    private static let corrections: [String: [UInt8: Unicode.Scalar]] = [
        "koi8-u": [0xAE: "\u{45E}", 0xBE: "\u{40E}"],
        "macintosh": [0xC6: "\u{2206}", 0xF0: "\u{F8FF}"],
        "x-mac-cyrillic": [0xFF: "\u{20AC}"],
    ]

    var isSingleByte: Bool { Self.multiByte[name] == nil }

    func utf8(_ bytes: [UInt8]) -> [UInt8] {
        if let system = Self.multiByte[name] { return Conversion(from: system).utf8(bytes) }
        let table = Self.table(of: name)
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count + bytes.count / 4)
        for byte in bytes {
            if byte < 0x80 {
                text.append(byte)
            } else {
                text += table[Int(byte) - 0x80]
            }
        }
        return text
    }

    // MARK: - Tables of single bytes

    /// There are no more of them than there are encodings.
    private static let tables = Mutex<[String: [[UInt8]]]>([:])

    /// The characters of the upper 128 bytes in UTF-8.
    private static func table(of name: String) -> [[UInt8]] {
        if let known = tables.withLock({ $0[name] }) { return known }
        let table = (0x80...0xFF).map { character(UInt8($0), in: name) }
        tables.withLock { $0[name] = table }
        return table
    }

    /// A character in UTF-8, by the index files of the standard: where a Windows code page leaves one of its first 32
    /// upper bytes open, that is the control character of the number.
    private static func character(_ byte: UInt8, in name: String) -> [UInt8] {
        if name == "x-user-defined" { return Array(String(decoding: [0xF700 + UInt16(byte)], as: UTF16.self).utf8) }
        if let correct = corrections[name]?[byte] { return Array(String(Character(correct)).utf8) }
        let system = singleByte[name] ?? name.replacing("windows-", with: "CP", maxReplacements: 1).uppercased()
        let converted = Conversion(from: system).utf8([byte])
        guard converted == Conversion.replacement, byte < 0xA0, name.hasPrefix("windows-") else { return converted }
        return Array(String(Character(Unicode.Scalar(byte))).utf8)
    }
}

/// One run of `iconv` to UTF-8.
private struct Conversion {
    static let replacement = Array("\u{FFFD}".utf8)

    let system: String

    init(from system: String) {
        self.system = system
    }

    /// Converts bytes; each that begins no character becomes U+FFFD.
    func utf8(_ bytes: [UInt8]) -> [UInt8] {
        // The C library's converters are files of their own; where they are left out, only ASCII is read.
        guard let descriptor = iconv_open("UTF-8", system), descriptor != iconv_t(bitPattern: -1) else {
            return bytes.flatMap { $0 < 0x80 ? [$0] : Self.replacement }
        }
        defer { iconv_close(descriptor) }
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count * 2)
        var position = 0
        while position < bytes.count {
            let (taken, status) = convert(bytes[position...], with: descriptor, to: &text)
            position += taken
            switch status {
            case 0, E2BIG: continue
            case EINVAL:
                text += Self.replacement
                return text
            default:
                text += Self.replacement
                position += 1
            }
        }
        // Some hold a character back until they see whether a mark belongs to it.
        _ = convert([], with: descriptor, to: &text)
        return text
    }

    /// Converts as far as one buffer reaches.
    ///
    /// - Returns: How many bytes were taken, and 0 or the number of the error that stopped it.
    private func convert(
        _ bytes: ArraySlice<UInt8>,
        with descriptor: iconv_t,
        to text: inout [UInt8]
    ) -> (taken: Int, status: Int32) {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 16_384) { buffer in
            bytes.withUnsafeBytes { input in
                // `iconv` takes its input by a pointer to mutable bytes and does not change them; without one it gives
                // what it holds back.
                var source = UnsafeMutableRawPointer(mutating: input.isEmpty ? nil : input.baseAddress)?
                    .assumingMemoryBound(to: CChar.self)
                var sourceCount = input.count
                var target = buffer.baseAddress
                var targetCount = buffer.count
                let result = iconv(descriptor, &source, &sourceCount, &target, &targetCount)
                let status = result == -1 ? errno : 0
                text += UnsafeRawBufferPointer(buffer)[..<(buffer.count - targetCount)]
                return (input.count - sourceCount, status)
            }
        }
    }
}
