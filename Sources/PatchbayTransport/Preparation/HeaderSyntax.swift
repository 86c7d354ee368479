import PatchbayText

/// What may stand in a method and in a header line (RFC 9110, sections 5.1, 5.5 and 5.6.2).
package enum HeaderSyntax {
    /// Whether a text is a token: a method, a header name.
    package static func isToken(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy(ASCIISet.token.contains)
    }

    /// The first byte of a header value that would end the line or confuse who reads it: control characters other than
    /// a tab.
    package static func forbiddenByte(inValue value: String) -> UInt8? {
        value.utf8.first { $0.isASCIIControl && $0 != 0x09 }
    }

    /// A header name that is safe to show: its visible ASCII characters, at most 40.
    static func shown(_ name: String) -> String {
        String(
            decoding: name.utf8.prefix(40).map { (0x21...0x7E).contains($0) ? $0 : UInt8(ascii: "?") },
            as: UTF8.self
        )
    }
}
