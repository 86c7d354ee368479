/// A content type, as far as reading a body needs it.
struct MediaType {
    /// What kind of structure a body of the type has.
    enum Structure {
        /// JSON, `+json` included.
        case json
        /// XML, `+xml` included.
        case xml
        /// Form pairs.
        case form
        /// Any other text.
        case text
    }

    /// The type and subtype, lower-cased, without parameters.
    let essence: String

    /// Whether it says that texts are in ISO 8859-1.
    let isLatin1: Bool

    /// Reads a content type's header value.
    init(_ header: String) {
        isLatin1 = header.utf8.contains(UInt8(ascii: "=")) && Self.namesLatin1(header.lowercased())
        let end = header.utf8.firstIndex(of: UInt8(ascii: ";")) ?? header.utf8.endIndex
        essence = header[..<end].trimmingSpaces().lowercased()
    }

    private static let latin1 = ["charset=iso-8859-1", "charset=\"iso-8859-1\"", "charset=latin1"]

    private static func namesLatin1(_ header: String) -> Bool {
        latin1.contains { header.contains($0) }
    }

    /// The structure; `nil` when the type says nothing about it.
    var structure: Structure? {
        if essence == "application/json" || essence == "text/json" || essence.hasSuffix("+json") { return .json }
        if essence == "application/xml" || essence == "text/xml" || essence.hasSuffix("+xml") { return .xml }
        if essence == "application/x-www-form-urlencoded" { return .form }
        return essence.hasPrefix("text/") ? .text : nil
    }
}
