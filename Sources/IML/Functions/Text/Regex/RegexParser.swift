import PatchbayText

/// Reads the pattern of a regular expression (ECMA-262 section 22.2.1 with the additions of Annex B).
struct RegexParser {
    typealias Failure = RegularExpression.SyntaxError

    let pattern: [UInt32]
    let isUnicode: Bool
    var position = 0
    /// The groups so far, with the whole match as the first.
    private(set) var groupCount = 1
    private(set) var names: [ExactText: Int] = [:]
    /// Whether a group has a name; only then is `\k` a reference.
    let hasNames: Bool
    private var depth = 0

    private static let deepest = 100

    init(_ source: String, isUnicode: Bool) {
        pattern = isUnicode ? source.unicodeScalars.map(\.value) : source.utf16.map(UInt32.init)
        self.isUnicode = isUnicode
        hasNames = source.contains("(?<") && source.replacingLookbehinds.contains("(?<")
    }

    /// Reads the whole pattern.
    mutating func parse() throws(Failure) -> RegexNode {
        let node = try choice()
        guard position == pattern.count else { throw Failure(message: "a ) closes nothing") }
        return node
    }

    private mutating func choice() throws(Failure) -> RegexNode {
        depth += 1
        defer { depth -= 1 }
        guard depth <= RegexParser.deepest else { throw Failure(message: "its groups nest too deep") }
        var branches = [try sequence()]
        while skip("|") { branches.append(try sequence()) }
        return branches.count == 1 ? branches[0] : .choice(branches)
    }

    private mutating func sequence() throws(Failure) -> RegexNode {
        var parts: [RegexNode] = []
        while let next, next != "|", next != ")" {
            let firstGroup = groupCount
            let part = try term()
            parts.append(try quantified(part, groups: firstGroup..<groupCount))
        }
        return parts.count == 1 ? parts[0] : .sequence(parts)
    }

    private mutating func term() throws(Failure) -> RegexNode {
        let value = pattern[position]
        position += 1
        switch Unicode.Scalar(value) {
        case "^": return .start
        case "$": return .end
        case ".": return .any
        case "(": return try group()
        case "[": return .set(try characterClass())
        case "\\": return try escape()
        case "*", "+", "?": throw Failure(message: "there is nothing before a quantifier to repeat")
        case "{":
            position -= 1
            let isQuantifier = try braces() != nil
            if isUnicode || isQuantifier {
                throw Failure(message: "there is nothing before a quantifier to repeat")
            }
            position += 1
            return .unit(value)
        case "}" where isUnicode, "]" where isUnicode: throw Failure(message: "a bracket closes nothing")
        default: return .unit(value)
        }
    }

    private mutating func group() throws(Failure) -> RegexNode {
        guard skip("?") else { return try capturing() }
        if skip(":") { return .group(try body(), capture: nil) }
        if skip("=") { return .look(try body(), isBehind: false, negated: false) }
        if skip("!") { return .look(try body(), isBehind: false, negated: true) }
        guard skip("<") else { throw Failure(message: "there is no group that starts with (?\(nextText)") }
        if skip("=") { return .look(try body(), isBehind: true, negated: false) }
        if skip("!") { return .look(try body(), isBehind: true, negated: true) }
        let name = try groupName()
        guard names[ExactText(name)] == nil else { throw Failure(message: "two groups are named \(name)") }
        names[ExactText(name)] = groupCount
        return try capturing()
    }

    private mutating func capturing() throws(Failure) -> RegexNode {
        let number = groupCount
        groupCount += 1
        return .group(try body(), capture: number)
    }

    private mutating func body() throws(Failure) -> RegexNode {
        let node = try choice()
        guard skip(")") else { throw Failure(message: "a group is not closed") }
        return node
    }

    /// A name up to `>`.
    mutating func groupName() throws(Failure) -> String {
        var name = ""
        while let next, next != ">" {
            name.unicodeScalars.append(next)
            position += 1
        }
        let isPlain = name.unicodeScalars.allSatisfy { $0 == "$" || $0.properties.isXIDContinue }
        let startsWithDigit = name.unicodeScalars.first.map { ("0"..."9").contains($0) } ?? true
        guard skip(">"), isPlain, !startsWithDigit
        else { throw Failure(message: "a group has no proper name") }
        return name
    }
}

extension RegexParser {
    /// The next character, when it is one.
    var next: Unicode.Scalar? {
        // A lone surrogate is as good as any character without a meaning.
        position < pattern.count ? Unicode.Scalar(pattern[position]) ?? "\u{FFFD}" : nil
    }

    private var nextText: String { next.map { String($0) } ?? "" }

    /// Takes a character when it comes next.
    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard position < pattern.count, pattern[position] == character.value else { return false }
        position += 1
        return true
    }

    private mutating func quantified(_ node: RegexNode, groups: Range<Int>) throws(Failure) -> RegexNode {
        let least: Int
        let most: Int?
        if skip("*") {
            (least, most) = (0, nil)
        } else if skip("+") {
            (least, most) = (1, nil)
        } else if skip("?") {
            (least, most) = (0, 1)
        } else if next == "{", let counts = try braces() {
            (least, most) = counts
        } else {
            return node
        }
        let isGreedy = !skip("?")
        switch node {
        case .start, .end, .boundary, .look(_, true, _):
            throw Failure(message: "a position cannot be repeated")
        case .look where isUnicode: throw Failure(message: "a position cannot be repeated")
        default: return .loop(node, least: least, most: most, isGreedy: isGreedy, groups: groups)
        }
    }

    /// `{n}`, `{n,}` or `{n,m}`; `nil`, with nothing taken, when it is none.
    private mutating func braces() throws(Failure) -> (Int, Int?)? {
        let start = position
        guard skip("{"), let least = number() else {
            position = start
            return nil
        }
        var most: Int? = least
        if skip(",") { most = number() }
        guard skip("}") else {
            position = start
            return nil
        }
        if let most, most < least { throw Failure(message: "the numbers of a quantifier are out of order") }
        return (least, most)
    }

    private mutating func number() -> Int? {
        var value: Int?
        while let next, ("0"..."9").contains(next) {
            value = min((value ?? 0) * 10 + Int(next.value - 0x30), 1_000_000)
            position += 1
        }
        return value
    }
}

extension String {
    fileprivate var replacingLookbehinds: String {
        split(separator: "(?<=", omittingEmptySubsequences: false).joined()
            .split(separator: "(?<!", omittingEmptySubsequences: false).joined()
    }
}
