/// A compiled template: text with expressions, or one expression.
public struct Template: Sendable {
    private let compiled: CompiledTemplate

    /// Compiles a text with expressions in `{{…}}`.
    ///
    /// - Parameters:
    ///   - source: The text.
    ///   - functions: What the expressions may call.
    /// - Throws: ``TemplateError`` with the place when the text does not follow the grammar or calls what is not there.
    public init(_ source: String, functions: FunctionNames = .builtins) throws(TemplateError) {
        compiled = try CompiledTemplate(try TemplateParser.parse(source), source: source, functions: functions)
    }

    /// Compiles an expression without braces; a source that has `{{` is read as a template.
    ///
    /// - Parameters:
    ///   - bareExpression: The expression.
    ///   - functions: What it may call.
    /// - Throws: ``TemplateError`` with the place when it does not follow the grammar or calls what is not there.
    public init(bareExpression source: String, functions: FunctionNames = .builtins) throws(TemplateError) {
        let parsed =
            source.contains("{{") ? try TemplateParser.parse(source) : try TemplateParser.parseBare(source)
        compiled = try CompiledTemplate(parsed, source: source, functions: functions)
    }

    /// The text it was compiled from.
    public var source: String { compiled.source }

    /// What is odd about it without being an error: `[0]`, `{{}}`, a name that reads like a subtraction.
    public var warnings: [TemplateError] { compiled.warnings }

    /// The value when it is the same for every scope.
    public var constant: Value? { compiled.constant }

    /// The variables its expressions start from, with their places in UTF-8 bytes from 0.
    public var roots: [(name: String, offset: Int)] { compiled.roots }

    /// A part of a template.
    public enum Part: Sendable {
        /// Text that stays as it is.
        case text(String)
        /// An expression, with the variables it starts from and their places in UTF-8 bytes from 0.
        case expression(roots: [(name: String, offset: Int)])
    }

    /// Its texts and expressions in order.
    public var parts: [Part] { compiled.parts }

    /// The names of the functions it calls, the language's and the app's.
    public var calls: Set<String> { compiled.calls }

    /// Whether its expressions call functions of the app.
    public var callsAppFunctions: Bool { compiled.callsAppFunctions }

    /// The value in a scope: of any type when the source is one expression, else text.
    ///
    /// - Throws: The error of a function or of a limit, with its place; the suspension when an app's function has to be
    ///   called first, see ``ScriptJournal``.
    public func evaluate(in scope: Scope) throws(EvaluationError) -> Value {
        try Evaluation.run(in: scope) { run throws(EvaluationError) in try compiled.evaluate(&run, in: scope) }
    }

    /// The value as a part of a larger evaluation.
    func evaluate(_ run: inout Evaluation, in scope: Scope) throws(EvaluationError) -> Value {
        try compiled.evaluate(&run, in: scope)
    }
}
