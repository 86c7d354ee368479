import IML
import PatchbayAuth

/// A request's body as bytes, with the content type that goes with it.
struct RequestBody: Sendable {
    /// The bytes as they are sent.
    var bytes: [UInt8]
    /// The content type to send unless the spec names one; `nil` names none.
    var contentType: String?

    /// Writes a value as a body.
    ///
    /// - Parameters:
    ///   - value: The evaluated body; undefined and null make no body.
    ///   - type: How to write it.
    ///   - boundary: Gives the boundary of a multipart body.
    /// - Returns: The body; `nil` for none.
    /// - Throws: `InvalidConfigurationError` when the value cannot be written that way.
    static func write(
        _ value: Value,
        as type: BodyType,
        boundary: () -> String
    ) throws(PlatformError) -> RequestBody? {
        if value.isMissing { return nil }
        switch type {
        case .json: return json(value)
        case .urlencoded: return try urlencoded(value)
        case .multipart: return try MultipartBody.write(value, boundary: boundary())
        case .text: return RequestBody(bytes: Array(value.text.utf8), contentType: "text/plain; charset=utf-8")
        case .binary: return binary(value)
        }
    }

    /// A text is taken to be JSON already and sent as it is.
    private static func json(_ value: Value) -> RequestBody {
        if case .text(let text) = value {
            return RequestBody(bytes: Array(text.utf8), contentType: "application/json")
        }
        return RequestBody(bytes: value.json(), contentType: "application/json")
    }

    private static func urlencoded(_ value: Value) throws(PlatformError) -> RequestBody {
        let type = "application/x-www-form-urlencoded"
        switch value {
        case .text(let text): return RequestBody(bytes: Array(text.utf8), contentType: type)
        case .collection(let fields):
            return RequestBody(bytes: FormEncoding.encode(fields, arrays: .brackets), contentType: type)
        default:
            throw PlatformError(
                .invalidConfigurationError,
                "A body of type urlencoded has to be a collection or a text, not \(value.typeName).",
                path: "body"
            )
        }
    }

    private static func binary(_ value: Value) -> RequestBody {
        switch value {
        case .binary(let binary): RequestBody(bytes: binary.bytes, contentType: "application/octet-stream")
        default: RequestBody(bytes: Array(value.text.utf8), contentType: "application/octet-stream")
        }
    }
}
