/// How one `it(…)` case of a function's tests ended.
public struct FunctionTestResult: Sendable, Hashable {
    /// What the case says it tests.
    public let name: String
    /// What was wrong; `nil` for a case that passed.
    public let problem: String?

    /// Describes a case's end.
    public init(name: String, problem: String?) {
        self.name = name
        self.problem = problem
    }

    /// Whether it passed.
    public var passed: Bool { problem == nil }
}
