/// Host names as they may stand in a URL.
package enum HostName {
    /// Whether a name is made of letters, digits, `-`, `_` and dots, with no empty label but the root at the end.
    ///
    /// Underscores are no host name by RFC 1123, but service names in private networks have them.
    package static func isWellFormed(_ name: some StringProtocol) -> Bool {
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
    package static func asciiForm(_ name: String) -> String? {
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

    /// Whether a name stands for this machine: `localhost`, one below it (RFC 6761, section 6.3), or an address of it.
    ///
    /// - Parameter name: In any case, an IPv6 address without brackets.
    package static func isLoopback(_ name: String) -> Bool {
        if let address = IPAddress(name) { return address.isLoopback }
        return name.isSameIgnoringASCIICase("localhost")
            || name.utf8.suffix(10).isSameIgnoringASCIICase(".localhost".utf8)
    }
}
