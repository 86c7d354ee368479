import PatchbayAuth
import PatchbayText

/// Percent-encoding of what an address may not hold, leaving escapes that are there.
struct PercentEncoder: Sendable {
    private let allowed: [Bool]

    /// Leaves what a path may hold.
    static let path = PercentEncoder(also: "!$&'()*+,;=:@/")
    /// Leaves what a query may hold.
    ///
    /// Square brackets are left too: services read them, and parsers accept them.
    static let query = PercentEncoder(also: "!$&'()*+,;=:@/?[]")

    private init(also extra: String) {
        allowed = (0...UInt8.max).map { PercentEncoding.isUnreserved($0) || extra.utf8.contains($0) }
    }

    /// Encodes a text; `%` with two hexadecimal digits behind it stays as it is.
    func encode(_ text: String) -> String {
        var text = text
        return text.withUTF8 { utf8 in
            if utf8.allSatisfy({ allowed[Int($0)] }) { return String(decoding: utf8, as: UTF8.self) }
            var bytes: [UInt8] = []
            bytes.reserveCapacity(utf8.count + utf8.count / 2)
            for (index, byte) in utf8.enumerated() {
                if allowed[Int(byte)] || Self.isEscape(utf8, at: index) {
                    bytes.append(byte)
                } else {
                    PercentEncoding.appendEscape(of: byte, to: &bytes)
                }
            }
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    private static func isEscape(_ utf8: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
        utf8[index] == UInt8(ascii: "%") && index + 2 < utf8.count && utf8[index + 1].hexadecimalValue != nil
            && utf8[index + 2].hexadecimalValue != nil
    }
}
