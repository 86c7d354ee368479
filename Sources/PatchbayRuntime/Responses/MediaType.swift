import PatchbayAuth
import PatchbayText

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

    /// The label of the encoding that texts are in; `nil` where it says none.
    let charsetLabel: String?

    /// Reads a content type's header value.
    init(_ header: String) {
        charsetLabel = header.utf8.contains(UInt8(ascii: "=")) ? Self.charsetLabel(in: header) : nil
        let end = header.utf8.firstIndex(of: UInt8(ascii: ";")) ?? header.utf8.endIndex
        essence = header[..<end].trimmingBlanks().lowercased()
    }

    private static func charsetLabel(in header: String) -> String? {
        for parameter in header.parts(between: ";").dropFirst() {
            let pieces = parameter.parts(between: "=", most: 2)
            guard pieces.count == 2, pieces[0].trimmingBlanks().isSameIgnoringASCIICase("charset") else { continue }
            let label = pieces[1].trimmingBlanks()
            guard let quote = label.utf8.first, "\"'".utf8.contains(quote) else { return String(label) }
            return String(label.utf8.dropFirst().prefix { $0 != quote })
        }
        return nil
    }

    /// The structure; `nil` when the type says nothing about it.
    var structure: Structure? {
        if essence.isExactly(oneOf: "application/json", "text/json") || essence.ends(withBytesOf: "+json") {
            return .json
        }
        if essence.isExactly(oneOf: "application/xml", "text/xml") || essence.ends(withBytesOf: "+xml") { return .xml }
        if essence.isExactly("application/x-www-form-urlencoded") { return .form }
        return essence.starts(withBytesOf: "text/") ? .text : nil
    }
}
