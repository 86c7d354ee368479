import IML
import PatchbayAuth
import PatchbayBundle
import PatchbayText
import PatchbayTransport

/// Reads an answer's body as the spec's `response.type` says.
enum ResponseBodyReader {
    /// The value of a body.
    ///
    /// - Parameters:
    ///   - response: The answer.
    ///   - typeName: `automatic`, `json`, `urlencoded`, `xml`, `text`, `string`, `raw` or `binary`.
    ///   - quoting: How an error quotes the body.
    /// - Returns: The body; undefined when it is empty.
    /// - Throws: `DataError` when the body does not parse as the named type, naming the type, the status and the
    ///   beginning; `InvalidConfigurationError` for a type that does not exist.
    static func read(
        _ response: TransportResponse,
        as typeName: String,
        quoting: DataQuoting
    ) throws(PlatformError) -> Value {
        let type = try ResponseType(named: typeName)
        guard !response.body.isEmpty else { return .undefined }
        let mediaType = MediaType(response.headers.first("content-type") ?? "")
        guard type == .automatic else { return try read(response, type, mediaType, quoting) }
        switch mediaType.structure {
        case .json?: return try labelled(response, .json, mediaType, quoting, beginsWith: "{[")
        case .xml?: return try labelled(response, .xml, mediaType, quoting, beginsWith: "<")
        case .form?: return try read(response, .urlencoded, mediaType, quoting)
        case .text?: return try read(response, .text, mediaType, quoting)
        case nil: return guess(response.body)
        }
    }

    /// The body of an answer whose content type promises a structure.
    ///
    /// Services like to label plain words as JSON; only a body that begins like the structure and breaks off is an error.
    private static func labelled(
        _ response: TransportResponse,
        _ type: ResponseType,
        _ mediaType: MediaType,
        _ quoting: DataQuoting,
        beginsWith marks: String
    ) throws(PlatformError) -> Value {
        guard let first = response.body.first(where: { $0 > 0x20 }) else { return .undefined }
        do throws(PlatformError) {
            return try read(response, type, mediaType, quoting)
        } catch {
            if marks.utf8.contains(first) { throw error }
            return try read(response, .text, mediaType, quoting)
        }
    }

    private static func read(
        _ response: TransportResponse,
        _ type: ResponseType,
        _ mediaType: MediaType,
        _ quoting: DataQuoting
    ) throws(PlatformError) -> Value {
        do {
            let text = BodyText(response.body, mediaType)
            switch type {
            case .json: return try Value(json: text.json())
            case .xml: return try text.xml()
            case .urlencoded: return .collection(try text.form())
            case .text: return .text(String(decoding: try text.utf8(), as: UTF8.self))
            case .binary, .automatic: return .binary(Binary(response.body))
            }
        } catch let error as JSONError {
            throw unreadable(response, type, error.discreetDescription, mediaType, quoting)
        } catch let error as XMLError {
            throw unreadable(response, type, error.discreetDescription, mediaType, quoting)
        } catch let error as UnknownCharset {
            throw unreadable(response, type, "\(error)", mediaType, quoting)
        } catch {
            throw unreadable(response, type, "it cannot be read", mediaType, quoting)
        }
    }

    /// What an answer without a usable content type is: JSON if it reads as such, text if it is text, else bytes.
    private static func guess(_ body: [UInt8]) -> Value {
        let first = body.first { $0 > 0x20 }
        if first == UInt8(ascii: "{") || first == UInt8(ascii: "["), let value = try? Value(json: body) { return value }
        guard let text = String(validating: body, as: UTF8.self) else { return .binary(Binary(body)) }
        return .text(text)
    }

    private static func unreadable(
        _ response: TransportResponse,
        _ type: ResponseType,
        _ reason: String,
        _ mediaType: MediaType,
        _ quoting: DataQuoting
    ) -> PlatformError {
        let text = (try? BodyText(response.body, mediaType).utf8()) ?? response.body
        let beginning = quoting.quote(Excerpt(of: text, showing: 120)).map { $0.isNewline ? " " : $0 }
        return PlatformError(
            .dataError,
            "The response (status \(response.statusCode)) is not \(type.description): \(reason). "
                + "It begins with: '\(String(beginning))'",
            statusCode: response.statusCode
        )
    }
}

/// How a spec says a body is read.
enum ResponseType: Sendable, CustomStringConvertible {
    /// By the content type.
    case automatic
    /// JSON.
    case json
    /// Form pairs.
    case urlencoded
    /// XML, in the platform's array form.
    case xml
    /// Text.
    case text
    /// Bytes.
    case binary

    /// The names specs use.
    static let names = SpecWords.responseTypes

    /// The type of a name.
    ///
    /// - Throws: `InvalidConfigurationError` for a name that is none.
    init(named name: String) throws(PlatformError) {
        switch ExactText(name.lowercased()) {
        case "automatic", "": self = .automatic
        case "json": self = .json
        case "urlencoded": self = .urlencoded
        case "xml": self = .xml
        case "text", "string", "raw": self = .text
        case "binary": self = .binary
        default:
            throw PlatformError(
                .invalidConfigurationError,
                "'\(name)' is not a type of response; it is one of \(Self.names.joined(separator: ", ")).",
                path: "response.type"
            )
        }
    }

    /// What an error message calls the type.
    var description: String {
        switch self {
        case .automatic: "automatic"
        case .json: "JSON"
        case .urlencoded: "urlencoded"
        case .xml: "XML"
        case .text: "text"
        case .binary: "binary"
        }
    }
}
