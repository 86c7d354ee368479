import IML
import PatchbayAuth

/// `multipart/form-data` bodies (RFC 7578).
enum MultipartBody {
    /// Writes a collection, a part an entry.
    ///
    /// Binaries, and collections of the form `{value, options: {filename, contentType}}`, are file parts; an array
    /// repeats its part; null and undefined are dropped.
    ///
    /// - Throws: `InvalidConfigurationError` when the value is not a collection.
    static func write(_ value: Value, boundary: String) throws(PlatformError) -> RequestBody? {
        guard case .collection(let fields) = value else {
            throw PlatformError(
                .invalidConfigurationError,
                "A body of type multipart/form-data has to be a collection, not \(value.typeName).",
                path: "body"
            )
        }
        var writer = PartWriter(boundary: boundary)
        for (name, value) in fields { writer.append(value, under: name) }
        return RequestBody(bytes: writer.finished(), contentType: "multipart/form-data; boundary=\(boundary)")
    }
}

private struct PartWriter {
    let boundary: String
    private var bytes: [UInt8] = []

    init(boundary: String) {
        self.boundary = boundary
    }

    mutating func append(_ value: Value, under name: String) {
        switch value {
        case .undefined, .null:
            return
        case .array(let elements):
            for element in elements { append(element, under: name) }
        case .binary(let binary):
            part(name, content: binary.bytes, filename: name, contentType: "application/octet-stream")
        case .collection(let fields) where fields["value"] != nil:
            file(fields, under: name)
        case .collection:
            part(name, content: value.json(), filename: nil, contentType: "application/json")
        default:
            part(name, content: Array(value.text.utf8), filename: nil, contentType: nil)
        }
    }

    func finished() -> [UInt8] {
        bytes + Array("--\(boundary)--\r\n".utf8)
    }

    private mutating func file(_ fields: Fields, under name: String) {
        let options = fields[valueOf: "options"]
        let content: [UInt8]
        var filename = options["filename"].asText
        switch fields[valueOf: "value"] {
        case .binary(let binary):
            content = binary.bytes
            filename = filename ?? name
        case let other: content = Array(other.text.utf8)
        }
        let type = options["contentType"].asText
        part(name, content: content, filename: filename, contentType: type ?? filename.map { _ in Self.anyType })
    }

    private static let anyType = "application/octet-stream"

    private mutating func part(_ name: String, content: [UInt8], filename: String?, contentType: String?) {
        var head = "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(Self.quoted(name))\""
        if let filename { head += "; filename=\"\(Self.quoted(filename))\"" }
        head += "\r\n"
        if let contentType { head += "Content-Type: \(contentType.filter { !$0.isNewline })\r\n" }
        bytes += Array("\(head)\r\n".utf8)
        bytes += content
        bytes += Array("\r\n".utf8)
    }

    /// The escapes of the HTML standard's multipart encoding: a quote or line break would end the name early.
    private static func quoted(_ text: String) -> String {
        text.map { character in
            switch character {
            case "\"": "%22"
            case "\r\n": "%0D%0A"
            case "\r": "%0D"
            case "\n": "%0A"
            default: String(character)
            }
        }.joined()
    }
}
