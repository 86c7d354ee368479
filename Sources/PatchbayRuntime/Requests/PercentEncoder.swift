/// Percent-encoding over bytes with a table of what stays as it is.
struct PercentEncoder: Sendable {
    private let allowed: [Bool]

    /// Encodes everything but RFC 3986's unreserved characters: names and values of queries and forms.
    static let component = PercentEncoder(also: "")
    /// Leaves what a path may hold.
    static let path = PercentEncoder(also: "!$&'()*+,;=:@/")
    /// Leaves what a query may hold.
    ///
    /// Square brackets are left too: services read them, and parsers accept them.
    static let query = PercentEncoder(also: "!$&'()*+,;=:@/?[]")

    private init(also extra: String) {
        var allowed = [Bool](repeating: false, count: 256)
        for byte in 0..<UInt8(128) where byte.isASCIIAlphanumeric { allowed[Int(byte)] = true }
        for byte in "-._~".utf8 { allowed[Int(byte)] = true }
        for byte in extra.utf8 { allowed[Int(byte)] = true }
        self.allowed = allowed
    }

    /// Encodes a text, `%` included.
    func encode(_ text: String) -> String {
        encode(text, keepsEscapes: false)
    }

    /// Encodes a text but leaves `%` with two hexadecimal digits behind it as it is.
    func encodeKeepingEscapes(_ text: String) -> String {
        encode(text, keepsEscapes: true)
    }

    /// Appends a text, encoded, to bytes.
    func append(_ text: String, to bytes: inout [UInt8]) {
        for byte in text.utf8 { append(byte, to: &bytes) }
    }

    private func encode(_ text: String, keepsEscapes: Bool) -> String {
        var text = text
        return text.withUTF8 { utf8 in
            if utf8.allSatisfy({ allowed[Int($0)] }) { return String(decoding: utf8, as: UTF8.self) }
            var bytes: [UInt8] = []
            bytes.reserveCapacity(utf8.count + utf8.count / 2)
            for (index, byte) in utf8.enumerated() {
                if keepsEscapes, byte == UInt8(ascii: "%"), index + 2 < utf8.count,
                    utf8[index + 1].isHexadecimalDigit, utf8[index + 2].isHexadecimalDigit
                {
                    bytes.append(byte)
                } else {
                    append(byte, to: &bytes)
                }
            }
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    private func append(_ byte: UInt8, to bytes: inout [UInt8]) {
        if allowed[Int(byte)] {
            bytes.append(byte)
        } else {
            bytes.append(UInt8(ascii: "%"))
            bytes.append(Self.digits[Int(byte >> 4)])
            bytes.append(Self.digits[Int(byte & 15)])
        }
    }

    private static let digits = Array("0123456789ABCDEF".utf8)
}

extension UInt8 {
    /// Whether the byte is an ASCII letter or digit.
    var isASCIIAlphanumeric: Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self)
            || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20)
    }

    /// Whether the byte is a hexadecimal digit.
    var isHexadecimalDigit: Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self)
            || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(self | 0x20)
    }
}
