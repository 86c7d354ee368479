import PatchbayAuth
import PatchbayText

/// Takes parameters of an earlier signature out of a query or a form, leaving every other byte as it is.
struct StaleParameters {
    /// What an attempt always makes anew, so that whatever stands there is of an earlier one.
    private static let renewed: Set<ExactText> = [
        "oauth_signature", "oauth_timestamp", "oauth_nonce", "oauth_body_hash",
    ]

    private let sent: ProtocolParameters

    /// Parameters that are sent now must not be there a second time (RFC 5849, section 3.1).
    init(sending parameters: ProtocolParameters) {
        sent = parameters
    }

    /// The form without stale parameters; `nil` when there are none in it.
    func removed(from form: some Collection<UInt8>) -> [UInt8]? {
        guard mayHold(form) else { return nil }
        let pairs = form.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: false)
        let kept = pairs.filter { !isStale($0) }
        guard kept.count < pairs.count else { return nil }
        return Array(kept.joined(separator: [UInt8(ascii: "&")]))
    }

    /// Whether a form has a name beginning with an `o`, written plainly or escaped, so that a closer look is due.
    private func mayHold(_ form: some Collection<UInt8>) -> Bool {
        var isStart = true
        for byte in form {
            if isStart, byte == UInt8(ascii: "o") || byte == UInt8(ascii: "%") { return true }
            isStart = byte == UInt8(ascii: "&")
        }
        return false
    }

    private func isStale(_ pair: some Collection<UInt8>) -> Bool {
        let bytes = FormDecoding.decode(pair.prefix { $0 != UInt8(ascii: "=") })
        let name = String(decoding: bytes, as: UTF8.self)
        return Self.renewed.contains(ExactText(name)) || sent.entries.contains { $0.name.isExactly(name) }
    }
}
