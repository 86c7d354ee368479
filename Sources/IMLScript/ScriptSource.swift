/// The JavaScript of one of an app's functions.
public struct ScriptSource: Sendable, Hashable {
    /// The name templates and the app's other functions call it by.
    public let name: String
    /// The code that defines `function <name>(…)`.
    public let code: String
    /// The file it stands in, for error messages.
    public let file: String

    /// Describes a function.
    public init(name: String, code: String, file: String) {
        self.name = name
        self.code = code
        self.file = file
    }
}
