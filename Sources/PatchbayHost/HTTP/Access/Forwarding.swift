import PatchbayText
import PatchbayTransport

/// What proxies say of a request they pass on: for whom, and under which name it was asked for.
///
/// Anyone can write these lines. They take rights away from whoever sends them, and are believed only where they come from
/// a proxy that the operator trusts.
struct Forwarding: Sendable, Equatable {
    /// Who asked, in `X-Forwarded-For`; every proxy adds the one it heard it from, so the nearest is the last.
    var listed: [String] = []
    /// Who asked, in `Forwarded` (RFC 7239), in the same order.
    var standard: [String] = []
    /// Who asked, as a proxy says that knows one only.
    var single: [String] = []
    /// The names it was asked for under.
    var hosts: [String] = []

    private static let names = ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip"]

    /// Nothing is said.
    init() {}

    /// Reads a request's header; `nil` when it says nothing of the kind.
    init?(_ headers: HeaderFields) {
        guard Self.names.contains(where: headers.contains) else { return nil }
        let lines = Self.names.map(headers.list)
        if let text = lines[0] {
            for element in Self.parts(of: text, at: ",") {
                for pair in Self.parts(of: element, at: ";") {
                    guard let equals = pair.firstIndex(of: "=") else { continue }
                    let value = Self.unquoted(pair[pair.index(after: equals)...])
                    switch pair[..<equals].lowercased() {
                    case "for": standard.append(value)
                    case "host": hosts.append(value)
                    default: continue
                    }
                }
            }
        }
        listed = lines[1].map(Self.list) ?? []
        hosts += lines[2].map(Self.list) ?? []
        single = lines[3].map(Self.list) ?? []
    }

    /// Whether it was asked for on another machine, or under a name that is none of this one's.
    func isFromElsewhere(_ ownHosts: Set<ExactText>) -> Bool {
        (listed + standard + single).contains { Self.address(in: $0)?.reach != .loopback }
            || hosts.contains { !ownHosts.contains(ExactText(HostAndPort($0.lowercased()).host)) }
    }

    /// The address in what a proxy wrote: with or without a port, an IPv6 address with or without brackets.
    static func address(in text: String) -> IPAddress? {
        if let address = IPAddress(text) { return address.unmapped }
        return IPAddress(HostAndPort.unbracketed(HostAndPort(text).host))?.unmapped
    }

    private static func list(_ text: String) -> [String] {
        text.split(separator: ",", omittingEmptySubsequences: false).map { String($0.trimmingBlanks()) }
    }

    /// The pieces between separators that stand in no quoted string.
    private static func parts(of text: some StringProtocol, at separator: Character) -> [String] {
        var parts = [""]
        var isQuoted = false
        var isEscaped = false
        for character in text {
            if character == separator, !isQuoted {
                parts.append("")
                continue
            }
            if character == "\"", !isEscaped { isQuoted.toggle() }
            isEscaped = isQuoted && character == "\\" && !isEscaped
            parts[parts.count - 1].append(character)
        }
        return parts.map { String($0.trimmingBlanks()) }
    }

    private static func unquoted(_ text: Substring) -> String {
        let text = String(text.trimmingBlanks())
        guard text.count >= 2, text.hasPrefix("\""), text.hasSuffix("\"") else { return text }
        return String(text.dropFirst().dropLast()).replacing("\\", with: "")
    }
}
