import IML

/// A line of a call's that is no bundle, and how it is told from one.
enum CallLine {
    /// Why there are no more bundles: a problem document.
    case error(Value)
    /// A limit of the host there are no more bundles for.
    case truncated(String)

    private static let errorKey = "$error"
    private static let truncatedKey = "$truncated"

    /// Reads a line; `nil` for a bundle.
    init?(_ line: [UInt8]) {
        guard Self.looksLikeOne(line), let value = try? Value(json: line) else { return nil }
        if let limit = value[Self.truncatedKey].asText {
            self = .truncated(limit)
        } else {
            self = .error(value[Self.errorKey])
        }
    }

    /// The line.
    var bytes: [UInt8] {
        let value: Value =
            switch self {
            case .error(let problem): [Self.errorKey: problem]
            case .truncated(let limit): [Self.truncatedKey: .text(limit)]
            }
        return value.json() + [UInt8(ascii: "\n")]
    }

    /// The line of a bundle; one that would look like another kind of line has a space behind its brace.
    static func bytes(of bundle: Value) -> [UInt8] {
        var line = bundle.json()
        if looksLikeOne(line) { line.insert(UInt8(ascii: " "), at: 1) }
        line.append(UInt8(ascii: "\n"))
        return line
    }

    private static func looksLikeOne(_ line: [UInt8]) -> Bool {
        [errorKey, truncatedKey].contains { line.starts(with: "{\"\($0)\":".utf8) }
    }
}
