/// A character encoding of the WHATWG Encoding Standard, for reading what services send.
///
/// A label means what it means to browsers: `iso-8859-1` and `us-ascii` are windows-1252, `euc-kr` is windows-949, and
/// `iso-8859-15` is itself. The conversions are the C library's.
public struct Charset: Sendable, Hashable {
    /// The standard's name, in small letters.
    public let name: String

    /// UTF-8.
    public static let utf8 = Charset(name: "utf-8")

    private init(name: String) {
        self.name = name
    }

    /// Finds an encoding by one of its labels, in any case and with spaces around it; `nil` for an unknown label.
    public init?(label: String) {
        if label == "utf-8" || label == "UTF-8" {
            self = .utf8
            return
        }
        let label = label.trimming { $0.isASCIIBlank || $0 == 0x0A || $0 == 0x0D || $0 == 0x0C }
        // No label is longer; what a service sends can be.
        guard label.utf8.count <= 32, let name = CharsetLabels.names[label.lowercased()] else { return nil }
        self.init(name: name)
    }

    /// The encoding that a byte order mark at the start of a text says, and the mark's length; `nil` without one.
    public static func marked(_ bytes: [UInt8]) -> (charset: Charset, markLength: Int)? {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return (utf8, 3) }
        if bytes.starts(with: [0xFE, 0xFF]) { return (Charset(name: "utf-16be"), 2) }
        if bytes.starts(with: [0xFF, 0xFE]) { return (Charset(name: "utf-16le"), 2) }
        return nil
    }

    /// Whether each byte is a character by itself, so that any bytes at all can be text in it.
    public var isSingleByte: Bool {
        switch name {
        case "utf-8", "utf-16le", "utf-16be", "replacement": false
        default: CLibraryCharset(name).isSingleByte
        }
    }

    /// Whether it is UTF-16 in either order, which no document that names its encoding in ASCII can be in.
    public var isUTF16: Bool { name.hasPrefix("utf-16") }

    /// Text in the encoding as UTF-8; what is no character of it becomes U+FFFD.
    ///
    /// A byte order mark stays.
    public func utf8(_ bytes: some Collection<UInt8>) -> [UInt8] {
        switch name {
        case "utf-8": return Array(String(decoding: bytes, as: UTF8.self).utf8)
        case "utf-16le": return Self.utf16(bytes, isBigEndian: false)
        case "utf-16be": return Self.utf16(bytes, isBigEndian: true)
        // Encodings that attackers hide markup in: the standard reads no text in them.
        case "replacement": return bytes.isEmpty ? [] : Array("\u{FFFD}".utf8)
        default: return CLibraryCharset(name).utf8(Array(bytes))
        }
    }

    private static func utf16(_ bytes: some Collection<UInt8>, isBigEndian: Bool) -> [UInt8] {
        var units: [UInt16] = []
        units.reserveCapacity(bytes.count / 2 + 1)
        var first: UInt8?
        for byte in bytes {
            if let high = first {
                units.append(isBigEndian ? UInt16(high) << 8 | UInt16(byte) : UInt16(byte) << 8 | UInt16(high))
                first = nil
            } else {
                first = byte
            }
        }
        if first != nil { units.append(0xFFFD) }
        return Array(String(decoding: units, as: UTF16.self).utf8)
    }
}
