import IML
import PatchbayAuth

/// The forms a secret is sent in, and in which services like to repeat it.
enum SecretForms {
    /// Shorter pieces of base64 are not looked for: they could be anything.
    private static let shortestBase64 = 8

    /// A secret as it is, percent-encoded in values, paths, queries and forms, in JSON, and inside base64.
    static func all(of secret: String) -> [String] {
        let quoted = String(decoding: Value.text(secret).json().dropFirst().dropLast(), as: UTF8.self)
        let encoded = PercentEncoding.encode(secret)
        var forms = [secret]
        let others = [
            encoded, encoded.replacing("%20", with: "+"), lowerCasedEscapes(encoded),
            PercentEncoder.path.encode(secret), PercentEncoder.query.encode(secret), quoted,
            quoted.replacing("/", with: "\\/"),
        ]
        for form in others + base64(Array(secret.utf8)) where !forms.contains(form) { forms.append(form) }
        return forms
    }

    /// `%2F` as `%2f`, which is the same to whoever decodes it.
    private static func lowerCasedEscapes(_ text: String) -> String {
        var bytes = Array(text.utf8)
        for index in bytes.indices where bytes[index] == UInt8(ascii: "%") {
            for digit in bytes.indices.dropFirst(index + 1).prefix(2) { bytes[digit] = bytes[digit].lowercasedASCII }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// What base64 of any text that holds the secret holds: `user:secret` in credentials, for one.
    ///
    /// Three bytes make four digits, so there is a form for each place the secret may begin at. The digits that depend
    /// on what stands before and after it are left out.
    private static func base64(_ secret: [UInt8]) -> [String] {
        (0..<3).flatMap { before -> [String] in
            let bits = (before + secret.count) * 8
            let skipped = (before * 8 + 5) / 6
            guard bits / 6 - skipped >= shortestBase64 else { return [] }
            let padded = Binary([UInt8](repeating: 0, count: before) + secret)
            return [padded.base64, padded.base64URL].map { String($0.prefix(bits / 6).dropFirst(skipped)) }
        }
    }
}
