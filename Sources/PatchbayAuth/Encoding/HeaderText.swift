extension StringProtocol {
    /// The text without spaces and tabs around it, as a header's value is read (RFC 9110, section 5.5).
    package func trimmingSpaces() -> String {
        let bytes = Array(utf8)
        let isBlank = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
        guard let start = bytes.firstIndex(where: { !isBlank($0) }), let end = bytes.lastIndex(where: { !isBlank($0) })
        else { return "" }
        return String(decoding: bytes[start...end], as: UTF8.self)
    }
}
