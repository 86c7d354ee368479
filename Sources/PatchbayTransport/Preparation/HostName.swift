import PatchbayText

/// Host names as they may stand in a URL.
enum HostName {
    /// Whether a name is made of letters, digits, `-`, `_` and dots, with no empty label but the root at the end.
    ///
    /// Underscores are no host name by RFC 1123, but service names in private networks have them.
    static func isWellFormed(_ name: some StringProtocol) -> Bool {
        let bytes = Array(name.utf8)
        let rooted = bytes.last == UInt8(ascii: ".") ? bytes.dropLast() : bytes[...]
        guard (1...253).contains(rooted.count) else { return false }
        return rooted.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { label in
            (1...63).contains(label.count)
                && label.allSatisfy { $0.isASCIIAlphanumeric || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
        }
    }

    /// The ASCII form of a name with other letters, `xn--bcher-kva.example` for `bücher.example` (RFC 5891).
    ///
    /// - Returns: `nil` when the name has none.
    static func asciiForm(_ name: String) -> String? {
        if name.utf8.allSatisfy({ $0 < 0x80 }) {
            return name
        }
        var labels: [String] = []
        for label in name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false) {
            guard let label = Punycode.label(Substring(label)) else { return nil }
            labels.append(label)
        }
        return labels.joined(separator: ".")
    }
}
