import IML
import PatchbayText

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
        segments = text.parts(between: ".", omittingEmpty: true).flatMap(Self.segments)
    }

    private static func segments(_ part: Substring) -> [Segment] {
        let end = part.firstPlace(of: "[") ?? part.endIndex
        let name = String(decoding: part[..<end].utf8.filter { $0 != UInt8(ascii: "`") }, as: UTF8.self).lowercased()
        var segments: [Segment] = []
        if !name.isEmpty {
            segments.append(name.isExactly("*") ? .every : .name(name.isExactly("query") ? "qs" : name))
        }
        for bracket in part[end...].parts(between: "[", omittingEmpty: true) {
            let number = bracket[..<(bracket.firstPlace(of: "]") ?? bracket.endIndex)]
            segments.append(Int(number).map(Segment.index) ?? .every)
        }
        return segments
    }

    /// Whether it points to something inside a body, so that it needs the body's structure.
    func pointsInto(_ side: String) -> Bool {
        guard segments.count > 2, case .name(let first) = segments[0], first.isExactly(side) else { return false }
        return switch segments[1] {
        case .name(let second): second.isExactly("body")
        case .every: true
        case .index: false
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
