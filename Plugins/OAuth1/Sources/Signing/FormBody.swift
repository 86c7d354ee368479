import PatchbayAuth
import PatchbayText
import PatchbayTransport

extension SignableRequest {
    /// The media type of form bodies, whose parameters are signed.
    static let formType = "application/x-www-form-urlencoded"

    /// Whether the body is a single-part form (RFC 5849, section 3.4.1.3.1), whatever parameters follow its type.
    var hasFormBody: Bool {
        guard body != nil, let type = headers.first("content-type") else { return false }
        return Self.isForm(type)
    }

    /// Whether a form may be made of the body: it is one, or there is none and nothing else is announced.
    var takesFormParameters: Bool {
        if hasFormBody { return true }
        guard body?.isEmpty ?? true, !["GET", "HEAD"].contains(method.uppercased()) else { return false }
        return headers.first("content-type").map(Self.isForm) ?? true
    }

    private static func isForm(_ type: String) -> Bool {
        if type.utf8.elementsEqual(formType.utf8) { return true }
        var media = type.utf8.prefix { $0 != UInt8(ascii: ";") }
        while let last = media.last, last == 0x20 || last == 0x09 { media = media.dropLast() }
        media = media.drop { $0 == 0x20 || $0 == 0x09 }
        return media.count == formType.utf8.count
            && zip(media, formType.utf8).allSatisfy { $0.lowercasedASCII == $1 }
    }
}
