import PatchbayText

/// What a template may call: the functions of the language and those of an app.
public struct FunctionNames: Sendable, Hashable {
    /// The names of the app's own functions; they win over the language's.
    public let custom: Set<String>
    private let exactCustom: Set<ExactText>

    /// The functions of the language only.
    public static let builtins = FunctionNames()

    /// Adds an app's own functions to those of the language.
    public init(custom: Set<String> = []) {
        exactCustom = Set(custom.map { ExactText($0) })
        self.custom = custom
    }

    /// Whether the app has a function of this name.
    func isCustom(_ name: String) -> Bool { exactCustom.contains(ExactText(name)) }

    /// Whether a template may call this.
    public func contains(_ name: String) -> Bool {
        isCustom(name) || Builtin.named[ExactText(name)] != nil
    }

    /// Asks for the name that was probably meant by one that does not exist; `nil` when no name is near.
    func question(about name: String) -> String? {
        let question = NearestName.question(for: name, among: custom.sorted() + Builtin.all.map(\.name))
        return question.isEmpty ? nil : String(question.dropFirst())
    }
}
