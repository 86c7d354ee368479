import PatchbayBundle
import PatchbayText

/// How a request's body is written.
enum BodyType: Sendable, Hashable {
    /// As JSON.
    case json
    /// As `application/x-www-form-urlencoded` pairs.
    case urlencoded
    /// As `multipart/form-data` parts.
    case multipart
    /// As plain text.
    case text
    /// As bytes.
    case binary

    /// The names specs use.
    static let names = SpecWords.bodyTypes

    /// The type of a name, in any case.
    init?(named name: String) {
        switch ExactText(name.lowercased()) {
        case "json", "application/json": self = .json
        case "urlencoded", "application/x-www-form-urlencoded": self = .urlencoded
        case "multipart/form-data", "multipart": self = .multipart
        case "text", "string", "raw": self = .text
        case "binary": self = .binary
        default: return nil
        }
    }
}
