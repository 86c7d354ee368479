import IML

/// A path of `log.sanitize`, such as `request.headers.authorization` or `response.body.items[].token`.
///
/// `*` and `[]` stand for every member. Names compare without regard to case, and a name applied to an array is applied
/// to each of its elements: it is better to mask too much.
struct SanitizePath {
    private enum Segment {
        case name(String)
        case every
        case index(Int)
    }

    private let segments: [Segment]

    /// Reads a path; a leading `request` or `response` chooses which of the two it is for.
    init(_ text: String) {
        segments = text.split(separator: ".").flatMap(Self.segments)
    }

    private static func segments(_ part: Substring) -> [Segment] {
        let name = part.prefix { $0 != "[" }.filter { $0 != "`" }.lowercased()
        var segments: [Segment] = []
        if !name.isEmpty { segments.append(name == "*" ? .every : .name(name == "query" ? "qs" : name)) }
        for bracket in part.dropFirst(name.isEmpty ? 0 : part.prefix { $0 != "[" }.count).split(separator: "[") {
            segments.append(Int(bracket.prefix { $0 != "]" }).map(Segment.index) ?? .every)
        }
        return segments
    }

    /// Whether it points to something inside a body, so that it needs the body's structure.
    func pointsInto(_ side: String) -> Bool {
        guard segments.count > 2, case .name(side) = segments[0] else { return false }
        switch segments[1] {
        case .name("body"), .every: return true
        default: return false
        }
    }

    /// The value with what the path points to masked.
    func masked(_ value: Value) -> Value {
        segments.isEmpty ? value : masked(value, segments[...])
    }

    private func masked(_ value: Value, _ rest: ArraySlice<Segment>) -> Value {
        guard let segment = rest.first else { return value.isMissing ? value : .text(Masker.mask) }
        let further = rest.dropFirst()
        switch (value, segment) {
        case (.collection(let fields), .every):
            return .collection(fields.mapValues { masked($0, further) })
        case (.collection(let fields), .name(let name)):
            var fields = fields
            for key in fields.keys where key.lowercased().isExactly(name) {
                fields[key] = masked(fields[valueOf: key], further)
            }
            return .collection(fields)
        case (.array(let elements), .every):
            return .array(elements.map { masked($0, further) })
        case (.array(let elements), .name):
            return .array(elements.map { masked($0, rest) })
        case (.array(var elements), .index(let index)) where elements.indices.contains(index - 1):
            elements[index - 1] = masked(elements[index - 1], further)
            return .array(elements)
        default:
            return value
        }
    }
}
