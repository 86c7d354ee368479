/// A function of the language: how it is called, what it does, and its code.
///
/// The engine, the checks at load and the documentation all read this one table; see ``FunctionCatalog``.
final class Builtin: Sendable {
    /// What a function computes.
    ///
    /// Arguments that were left out at the end are not there; ones left out in between are undefined.
    typealias Body = @Sendable (inout FunctionCall) throws(EvaluationError) -> Value

    /// The name, case-sensitive.
    let name: String
    /// The chapter of the documentation it stands in.
    let group: FunctionCatalog.Group
    /// How many arguments it takes, at least and at most.
    let arguments: ClosedRange<Int>
    /// How it is written, with the names of its arguments: `substring(text, start, [end])`.
    let signature: String
    /// What it gives, in a sentence or two.
    let summary: String
    /// Expressions with the JSON of what they give; each is true, a test runs them.
    let examples: [FunctionCatalog.Example]
    /// The code.
    let body: Body
    /// The code for arguments of which some are known when the template is compiled, `nil` for the others; `nil` when
    /// they make no difference.
    let prepare: (@Sendable (_ known: [Value?]) -> Body?)?

    /// No upper end of the number of arguments.
    static let any = 1_000

    /// Declares a function.
    ///
    /// - Parameters:
    ///   - signature: The name with its arguments; optional ones stand in brackets, `…` means more of the last.
    ///   - group: The chapter of the documentation.
    ///   - arguments: How many it takes; ``any`` as the upper end takes as many as there are.
    ///   - summary: What it gives.
    ///   - examples: Expressions without braces, each with the JSON of its value.
    ///   - prepare: Makes code for arguments that are known when the template is compiled.
    ///   - body: The code.
    init(
        _ signature: String,
        _ group: FunctionCatalog.Group,
        _ arguments: ClosedRange<Int>,
        _ summary: String,
        examples: KeyValuePairs<String, String>,
        prepare: (@Sendable (_ known: [Value?]) -> Body?)? = nil,
        body: @escaping Body
    ) {
        name = String(signature.prefix { $0 != "(" })
        self.signature = signature
        self.group = group
        self.arguments = arguments
        self.summary = summary
        self.examples = examples.map { FunctionCatalog.Example(expression: $0.key, result: $0.value) }
        self.prepare = prepare
        self.body = body
    }
}

extension Builtin {
    /// Every function, chapter by chapter.
    static let all: [Builtin] = general + text + binary + math + dates + arrays + runtime

    /// Every function by its name.
    static let named = Dictionary(all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
}
