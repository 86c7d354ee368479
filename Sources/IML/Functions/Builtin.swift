import PatchbayText

/// A function of the language: how it is called, what it does, and its code.
///
/// The engine, the checks at load and the documentation all read this one table; see ``FunctionCatalog``.
final class Builtin: Sendable {
    /// What a function computes.
    ///
    /// Arguments that were left out at the end are not there; ones left out in between are undefined.
    typealias Body = @Sendable (inout FunctionCall) throws(EvaluationError) -> Value

    /// Appends the text a function gives.
    ///
    /// Gives whether there is one; where there is none the function's value is null.
    typealias Writer = @Sendable (inout FunctionCall, inout OutputBuffer) throws(EvaluationError) -> Bool

    /// The code of a function.
    ///
    /// An object, because closures that travel through optionals and generics by themselves are wrapped in others.
    final class Code: Sendable {
        /// Computes the value.
        let body: Body
        /// Writes the text where one is wanted; `nil` for what does not give text.
        let writer: Writer?
        /// The path, where the function gives what stands there in each element of its first argument, and does nothing
        /// else: whoever looks at the elements only can find them in that argument.
        let elementPath: ValuePath?

        /// Takes code that computes a value.
        init(elementPath: ValuePath? = nil, _ body: @escaping Body) {
            self.body = body
            self.elementPath = elementPath
            writer = nil
        }

        /// Takes code that writes a text.
        init(writer: @escaping Writer) {
            body = { call throws(EvaluationError) in try call.written(writer) }
            self.writer = writer
            elementPath = nil
        }
    }

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
    /// Whether it looks at its first argument with ``FunctionCall/visitElements(_:)`` alone, if that is an array.
    let visitsElements: Bool
    /// The code.
    let code: Code
    /// The code for arguments of which some are known when the template is compiled, `nil` for the others; `nil` when
    /// they make no difference.
    let prepare: (@Sendable (_ known: [Value?]) -> Code?)?

    /// The upper end of the number of arguments of a function that takes any number of them.
    static let any = 1_000

    /// Declares a function.
    ///
    /// - Parameters:
    ///   - signature: The name with its arguments; optional ones stand in brackets, `…` means more of the last.
    ///   - group: The chapter of the documentation.
    ///   - arguments: How many it takes; ``any`` as the upper end takes as many as there are.
    ///   - summary: What it gives.
    ///   - examples: Expressions without braces, each with the JSON of its value.
    ///   - visitsElements: Whether it looks at its first argument with ``FunctionCall/visitElements(_:)`` alone.
    ///   - prepare: Makes code for arguments that are known when the template is compiled.
    ///   - code: The code.
    init(
        _ signature: String,
        _ group: FunctionCatalog.Group,
        _ arguments: ClosedRange<Int>,
        _ summary: String,
        examples: KeyValuePairs<String, String>,
        visitsElements: Bool = false,
        prepare: (@Sendable (_ known: [Value?]) -> Code?)? = nil,
        code: Code
    ) {
        name = String(signature.prefix { $0 != "(" })
        self.signature = signature
        self.group = group
        self.arguments = arguments
        self.summary = summary
        self.examples = examples.map { FunctionCatalog.Example(expression: $0.key, result: $0.value) }
        self.visitsElements = visitsElements
        self.prepare = prepare
        self.code = code
    }

    /// Declares a function that computes a value.
    convenience init(
        _ signature: String,
        _ group: FunctionCatalog.Group,
        _ arguments: ClosedRange<Int>,
        _ summary: String,
        examples: KeyValuePairs<String, String>,
        visitsElements: Bool = false,
        prepare: (@Sendable (_ known: [Value?]) -> Code?)? = nil,
        body: @escaping Body
    ) {
        self.init(
            signature,
            group,
            arguments,
            summary,
            examples: examples,
            visitsElements: visitsElements,
            prepare: prepare,
            code: Code(body)
        )
    }
}

extension Builtin {
    /// Every function, chapter by chapter.
    static let all: [Builtin] = general + text + binary + math + dates + arrays + runtime

    /// Every function by its name.
    static let named = Dictionary(all.map { (ExactText($0.name), $0) }, uniquingKeysWith: { first, _ in first })
}
