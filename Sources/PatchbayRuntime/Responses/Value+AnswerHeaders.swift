import IML
import PatchbayTransport

extension Value {
    /// Header names of which the first line counts and the others are left out.
    private static let singleValued: Set<String> = [
        "age", "authorization", "content-length", "content-type", "etag", "expires", "from", "host",
        "if-modified-since", "if-unmodified-since", "last-modified", "location", "max-forwards", "proxy-authorization",
        "referer", "retry-after", "server", "user-agent",
    ]

    /// The headers of an answer as templates read them, which is how Node's `http.IncomingMessage` gives them to the
    /// platform: names in small letters; `set-cookie` an array, of one cookie as well; several lines of a name one text
    /// with `, ` between them (`; ` for `cookie`), so that a value keeps its type whatever their number.
    init(headers: HeaderFields) {
        var fields = Fields(caseInsensitiveKeys: true)
        var hasRepeated = false
        for line in headers {
            let name = line.name.lowercased()
            if fields[name] != nil {
                hasRepeated = true
            } else {
                fields[name] = name == "set-cookie" ? .array([.text(line.value)]) : .text(line.value)
            }
        }
        if hasRepeated {
            for (name, lines) in Dictionary(grouping: headers, by: { $0.name.lowercased() }) where lines.count > 1 {
                fields[name] = Self.joined(lines.map(\.value), of: name)
            }
        }
        self = .collection(fields)
    }

    private static func joined(_ values: [String], of name: String) -> Value {
        if name == "set-cookie" { return .array(values.map(Value.text)) }
        if singleValued.contains(name) { return .text(values[0]) }
        return .text(values.joined(separator: name == "cookie" ? "; " : ", "))
    }
}
