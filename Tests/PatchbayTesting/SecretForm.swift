import Foundation

/// A way services and requests write a text.
public struct SecretForm: Sendable, CustomStringConvertible {
    /// What it is called.
    public let name: String
    /// How many encodings it puts on a text.
    public let layers: Int
    /// Writes a text in this form.
    public let write: @Sendable (String) -> String

    private init(_ name: String, layers: Int = 1, _ write: @escaping @Sendable (String) -> String) {
        self.name = name
        self.layers = layers
        self.write = write
    }

    /// Its name.
    public var description: String { name }

    /// Every form that is known.
    public static let all: [SecretForm] = [
        SecretForm("as it is", layers: 0) { $0 },
        SecretForm("other case", layers: 0) { swappingCase($0) },
        SecretForm("percent") { percent($0) },
        SecretForm("percent, small digits") { percent($0, small: true) },
        SecretForm("percent, / kept") { percent($0, keeping: "/") },
        SecretForm("percent, what paths keep") { percent($0, keeping: "!$&'()*+,;=:@/") },
        SecretForm("a form") { percent($0).replacingOccurrences(of: "%20", with: "+") },
        SecretForm("percent twice", layers: 2) { percent(percent($0)) },
        SecretForm("JSON") { json($0) },
        SecretForm("JSON, / escaped") { json($0).replacingOccurrences(of: "/", with: "\\/") },
        SecretForm("JSON, ASCII only") { escaped($0, small: true) { $0 >= 0x80 || $0 == 0x22 || $0 == 0x5C } },
        SecretForm("JSON, marks escaped") { escaped($0, small: false) { $0 >= 0x80 || !isAlphanumeric($0) } },
        SecretForm("HTML") { entities($0) },
        SecretForm("HTML, names") {
            entities($0).replacingOccurrences(of: "+", with: "&plus;").replacingOccurrences(of: "é", with: "&eacute;")
        },
        SecretForm("XML, decimal") { text in references(text) { "&#\($0);" } },
        SecretForm("XML, hexadecimal") { text in references(text) { "&#x\(String($0, radix: 16, uppercase: true));" } },
        SecretForm("hexadecimal") { $0.utf8.map { String(format: "%02x", $0) }.joined() },
        SecretForm("HEXADECIMAL") { $0.utf8.map { String(format: "%02X", $0) }.joined() },
        SecretForm("base64") { base64($0) },
        SecretForm("base64 for addresses") {
            base64($0).replacingOccurrences(of: "+", with: "-").replacingOccurrences(of: "/", with: "_")
        },
        SecretForm("base64 over lines") { text in
            var lines = base64(text)
            for offset in stride(from: lines.count / 5 * 5 - 1, to: 0, by: -5) {
                lines.insert(contentsOf: "\r\n", at: lines.index(lines.startIndex, offsetBy: offset))
            }
            return lines
        },
        SecretForm("base64 twice", layers: 2) { base64(base64($0)) },
    ]

    private static func isAlphanumeric(_ unit: UInt16) -> Bool {
        0x30...0x39 ~= unit || 0x41...0x5A ~= unit || 0x61...0x7A ~= unit
    }

    private static func swappingCase(_ text: String) -> String {
        String(
            text.map {
                $0.isASCII && $0.isLowercase ? Character($0.uppercased()) : $0.isASCII ? Character($0.lowercased()) : $0
            }
        )
    }

    private static func percent(_ text: String, keeping kept: String = "", small: Bool = false) -> String {
        text.utf8.map { byte in
            isAlphanumeric(UInt16(byte)) || "-._~".utf8.contains(byte) || kept.utf8.contains(byte)
                ? String(Unicode.Scalar(byte)) : String(format: small ? "%%%02x" : "%%%02X", byte)
        }.joined()
    }

    private static func json(_ text: String) -> String {
        text.replacingOccurrences(of: "\\", with: "\\\\").replacingOccurrences(of: "\"", with: "\\\"")
    }

    private static func escaped(_ text: String, small: Bool, _ escapes: (UInt16) -> Bool) -> String {
        text.utf16.map { unit in
            escapes(unit) ? String(format: small ? "\\u%04x" : "\\u%04X", unit) : String(Unicode.Scalar(UInt8(unit)))
        }.joined()
    }

    private static func entities(_ text: String) -> String {
        text.replacingOccurrences(of: "&", with: "&amp;").replacingOccurrences(of: "<", with: "&lt;")
            .replacingOccurrences(of: ">", with: "&gt;").replacingOccurrences(of: "\"", with: "&quot;")
            .replacingOccurrences(of: "'", with: "&#39;")
    }

    private static func references(_ text: String, _ write: (UInt32) -> String) -> String {
        text.unicodeScalars.map { $0.properties.isAlphabetic && $0.isASCII ? String($0) : write($0.value) }.joined()
    }

    private static func base64(_ text: String) -> String {
        Data(text.utf8).base64EncodedString().replacingOccurrences(of: "=", with: "")
    }
}
