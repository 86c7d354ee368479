import PatchbayText

/// A regular expression of JavaScript (ECMAScript 2020), compiled.
///
/// Matching is backtracking on an explicit stack with a limit of steps, so no expression can take the process down or
/// keep it busy; see ``Matching``.
struct RegularExpression: Sendable {
    /// Why a text is no regular expression, in half a sentence.
    struct SyntaxError: Error, Equatable {
        let message: String
    }

    /// What the flags say.
    struct Flags: Sendable, Equatable {
        var isGlobal = false
        var ignoresCase = false
        var isMultiline = false
        var dotMatchesAll = false
        var isUnicode = false
        var isSticky = false
    }

    let flags: Flags
    /// The code; it starts at 0.
    let program: [RegexInstruction]
    /// The classes of characters the code refers to.
    let sets: [RegexSet]
    /// How many groups there are, with the whole match as the first.
    let groupCount: Int
    /// How many registers loops need.
    let registerCount: Int
    /// The numbers of the named groups.
    let names: [ExactText: Int]

    /// Compiles an expression.
    init(_ pattern: PatternText) throws(SyntaxError) {
        flags = try Flags(pattern.flags)
        guard pattern.source.utf8.count <= 10_000 else {
            throw SyntaxError(message: "it is longer than 10000 bytes")
        }
        var parser = RegexParser(pattern.source, isUnicode: flags.isUnicode)
        let tree = try parser.parse()
        names = parser.names
        groupCount = parser.groupCount
        var compiler = RegexCompiler(flags: flags, names: parser.names, groupCount: parser.groupCount)
        try compiler.compile(tree)
        program = compiler.program
        sets = compiler.sets
        registerCount = compiler.registerCount
    }

    /// An expression from the cache.
    static func cached(_ pattern: PatternText) throws(SyntaxError) -> RegularExpression {
        try cache.value(for: "/\(pattern.source)/\(pattern.flags)") { () throws(SyntaxError) in
            try RegularExpression(pattern)
        }
    }

    static let cache = TextCache<RegularExpression>(capacity: 256, longestKey: 1_024)
}

extension RegularExpression.Flags {
    init(_ letters: String) throws(RegularExpression.SyntaxError) {
        guard Set(letters).count == letters.count else {
            throw RegularExpression.SyntaxError(message: "a flag of \(letters) is there twice")
        }
        for letter in letters {
            switch letter {
            case "g": isGlobal = true
            case "i": ignoresCase = true
            case "m": isMultiline = true
            case "s": dotMatchesAll = true
            case "u": isUnicode = true
            case "y": isSticky = true
            case "d": break
            default: throw RegularExpression.SyntaxError(message: "there is no flag \(letter)")
            }
        }
    }
}
