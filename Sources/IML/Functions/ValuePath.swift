import PatchbayText

/// A path into a value as functions take it: `a.b[1].c`.
struct ValuePath: Sendable {
    /// A part of a path.
    enum Step: Sendable, Hashable {
        case member(String)
        case index(Int)
    }

    /// The whole path, for a member that is called just that.
    let whole: MemberName
    /// Its parts; `nil` when the text is one plain name.
    let steps: [Step]?

    /// Takes a path apart; every text is one.
    init(_ text: String) {
        whole = MemberName(text)
        steps =
            text.utf8.contains { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "[") }
            ? ValuePath.steps(of: text) : nil
    }

    /// Whether there is nothing but one name.
    var isOneName: Bool {
        guard let steps else { return true }
        if steps.count == 1, case .member = steps[0] { return true }
        return false
    }

    private static func steps(of text: String) -> [Step] {
        var steps: [Step] = []
        for part in text.parts(between: ".", omittingEmpty: true) {
            guard part.utf8.last == UInt8(ascii: "]"), let opening = part.firstPlace(of: "[") else {
                steps.append(.member(String(part)))
                continue
            }
            if opening > part.startIndex { steps.append(.member(unquoted(part[..<opening]))) }
            for bracket in brackets(in: part[opening...]) { steps.append(step(inBrackets: bracket)) }
        }
        return steps
    }

    /// What stands in each of the brackets of `[a][b]`.
    private static func brackets(in text: Substring) -> [Substring] {
        var brackets: [Substring] = []
        let bytes = text.utf8
        let last = bytes.index(before: bytes.endIndex)
        var start = bytes.index(after: bytes.startIndex)
        var place = start
        while place < last {
            let next = bytes.index(after: place)
            if bytes[place] == UInt8(ascii: "]"), bytes[next] == UInt8(ascii: "[") {
                brackets.append(text[start..<place])
                start = bytes.index(after: next)
                place = start
            } else {
                place = next
            }
        }
        return brackets + [text[start..<last]]
    }

    private static func step(inBrackets text: Substring) -> Step {
        if text.isEmpty { return .index(1) }
        return Int(text).map(Step.index) ?? .member(unquoted(text))
    }

    private static func unquoted(_ text: Substring) -> String {
        guard text.utf8.count > 1, let quote = text.utf8.first, "'\"`".utf8.contains(quote), text.utf8.last == quote
        else {
            return String(text)
        }
        return String(decoding: text.utf8.dropFirst().dropLast(), as: UTF8.self)
    }
}

extension ValuePath {
    /// What stands at the path in each of some elements, in order.
    func values(in elements: [Value]) -> [Value] { elements.map { $0.value(at: self) } }

    /// Looks at what stands at the path in a value.
    @inline(__always)
    func look<Failure: Error>(
        in value: Value,
        _ visit: (Value) throws(Failure) -> Void
    ) throws(Failure) {
        if steps == nil, case .collection(let fields) = value, let position = fields.walkedPosition(of: whole) {
            try visit(fields.entries[position].value)
        } else {
            try visit(value.value(at: self))
        }
    }
}

extension Value {
    /// What stands at a path; a member whose key is the whole path wins, and a number as a name is an index of an array.
    func value(at path: ValuePath) -> Value {
        if case .collection(let fields) = self {
            if let position = fields.position(of: path.whole.text) { return fields.entries[position].value }
            if path.isOneName { return .undefined }
        }
        guard let steps = path.steps else { return element(at: .text(path.whole.text)) }
        var value = self
        for step in steps {
            switch step {
            case .member(let key): value = value.element(at: .text(key))
            case .index(let index): value = value.element(orMember: index)
            }
            // Nothing has no members, however many steps follow.
            if value.isUndefined { return value }
        }
        return value
    }
}
