/// Why the file of a function does not do.
public struct FunctionProblem: Sendable, Hashable {
    /// The file.
    public let file: String
    /// The line in it, from 1; `nil` where the engine names none.
    public let line: Int?
    /// The column in characters (Unicode scalars), from 1; `nil` where it is not known.
    public let column: Int?
    /// What the engine says of it.
    public let message: String
}
