import IML
import PatchbayAuth
import PatchbayText

/// `multipart/form-data` bodies (RFC 7578).
enum MultipartBody {
    /// Writes a collection, a part an entry.
    ///
    /// Binaries, and collections of the form `{value, options: {filename, contentType}}`, are file parts; an array
    /// repeats its part; null and undefined are dropped, and files without content with them.
    ///
    /// - Throws: `InvalidConfigurationError` when the value is not a collection, or a part's type holds a control
    ///   character.
    static func write(_ value: Value, boundary: String) throws(PlatformError) -> RequestBody? {
        guard case .collection(let fields) = value else {
            throw PlatformError(
                .invalidConfigurationError,
                "A body of type multipart/form-data has to be a collection, not \(value.typeName).",
                path: "body"
            )
        }
        var writer = PartWriter(boundary: boundary)
        for (name, value) in fields { try writer.append(value, under: name) }
        return RequestBody(bytes: writer.finished(), contentType: "multipart/form-data; boundary=\(boundary)")
    }
}

private struct PartWriter {
    let boundary: String
    private var bytes: [UInt8] = []

    init(boundary: String) {
        self.boundary = boundary
    }

    mutating func append(_ value: Value, under name: String) throws(PlatformError) {
        switch value {
        case .undefined, .null:
            return
        case .array(let elements):
            for element in elements { try append(element, under: name) }
        case .binary(let binary):
            part(name, content: binary.bytes, filename: name, contentType: "application/octet-stream")
        case .collection(let fields) where Self.isFile(fields):
            try file(fields, under: name)
        case .collection:
            part(name, content: value.json(), filename: nil, contentType: "application/json")
        default:
            part(name, content: Array(value.text.utf8), filename: nil, contentType: nil)
        }
    }

    /// Whether a collection is a file entry; a value that is undefined has dropped its key.
    private static func isFile(_ fields: Fields) -> Bool {
        fields["value"] != nil || fields.count == 1 && fields["options"] != nil
    }

    func finished() -> [UInt8] {
        bytes + Array("--\(boundary)--\r\n".utf8)
    }

    private mutating func file(_ fields: Fields, under name: String) throws(PlatformError) {
        let value = fields[valueOf: "value"]
        if value.isEmpty || value.asBinary?.bytes.isEmpty == true { return }
        let options = fields[valueOf: "options"]
        let content: [UInt8]
        var filename = options["filename"].asText
        switch value {
        case .binary(let binary):
            content = binary.bytes
            filename = filename ?? name
        case let other: content = Array(other.text.utf8)
        }
        let type = options["contentType"].asText
        if let type, type.unicodeScalars.contains(where: \.isControl) {
            throw PlatformError(
                .invalidConfigurationError,
                "The contentType of the part '\(Self.quoted(name))' holds a line break or another control character.",
                path: "body"
            )
        }
        part(name, content: content, filename: filename, contentType: type ?? filename.map { _ in Self.anyType })
    }

    private static let anyType = "application/octet-stream"

    private mutating func part(_ name: String, content: [UInt8], filename: String?, contentType: String?) {
        var head = "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(Self.quoted(name))\""
        if let filename { head += "; filename=\"\(Self.quoted(filename))\"" }
        head += "\r\n"
        if let contentType { head += "Content-Type: \(contentType)\r\n" }
        bytes += Array("\(head)\r\n".utf8)
        bytes += content
        bytes += Array("\r\n".utf8)
    }

    /// The escapes of the HTML standard's multipart encoding, for every control character: a quote or a line break would
    /// end the name early, and a reader may end it at a NUL.
    ///
    /// Read by scalars, since a quote with a combining mark behind it is one character and still a quote to its reader.
    private static func quoted(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: \.isEscapedInParts) else { return text }
        var quoted: [UInt8] = []
        for scalar in text.unicodeScalars {
            let bytes = UTF8.encode(scalar) ?? .init()
            if scalar.isEscapedInParts {
                for byte in bytes { PercentEncoding.appendEscape(of: byte, to: &quoted) }
            } else {
                quoted += bytes
            }
        }
        return String(decoding: quoted, as: UTF8.self)
    }
}

extension Unicode.Scalar {
    fileprivate var isControl: Bool { properties.generalCategory == .control }

    fileprivate var isEscapedInParts: Bool { self == "\"" || isControl }
}
