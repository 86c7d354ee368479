import PatchbayText

/// A private key in PEM (RFC 7468) as people paste it, put into the form that PEM readers take.
///
/// Fields, environments and JSON files make of a key's line breaks what they like: carriage returns, spaces, nothing,
/// `\n` in letters, once or twice escaped. They indent it, put it in quotes, or begin it with a byte order mark. What
/// stands around the key, such as the parameters of its curve, is left out.
public struct PEMText: Sendable {
    /// The key's block with its lines of 64 characters; the text as it was where it has no block.
    public let text: String

    /// Reads a text.
    public init(_ text: String) {
        self.text = Self.block(in: text.replacing("\u{A0}", with: " ")) ?? text
    }

    private static func block(in text: String) -> String? {
        var first: String?
        var rest = text[...]
        while let block = Block(of: rest) {
            if block.label.hasSuffix("PRIVATE KEY") { return block.text }
            first = first ?? block.text
            rest = rest[block.end...]
        }
        return first
    }
}

/// What stands between a line that begins something and the one that ends it.
private struct Block {
    let label: Substring
    let base64: [UInt8]
    let end: Substring.Index

    init?(of text: Substring) {
        guard let start = text.firstRange(of: "-----BEGIN "),
            let dashes = text[start.upperBound...].firstRange(of: "-----")
        else { return nil }
        label = text[start.upperBound..<dashes.lowerBound]
        guard let end = text[dashes.upperBound...].firstRange(of: "-----END \(label)-----") else { return nil }
        base64 = Self.base64(in: text[dashes.upperBound..<end.lowerBound].utf8)
        self.end = end.upperBound
    }

    var text: String {
        var bytes = Array("-----BEGIN \(label)-----\n".utf8)
        for start in stride(from: 0, to: base64.count, by: 64) {
            bytes += base64[start..<min(start + 64, base64.count)]
            bytes.append(UInt8(ascii: "\n"))
        }
        return String(decoding: bytes, as: UTF8.self) + "-----END \(label)-----\n"
    }

    /// The base64 characters, without those of escapes.
    private static func base64(in bytes: Substring.UTF8View) -> [UInt8] {
        var characters: [UInt8] = []
        var isEscaped = false
        for byte in bytes {
            if byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else if !isEscaped || !"nrt".utf8.contains(byte) {
                isEscaped = false
                if Base64.isCharacter(byte) { characters.append(byte) }
            } else {
                isEscaped = false
            }
        }
        return characters
    }
}
