/// What an expression sees: variables, the time, chance and the answers of the app's functions.
///
/// A value: copying it costs nothing, and changing a copy does not change the original.
public struct Scope: Sendable {
    /// The platform's variables, by the index of their ``Root``; after them one collection of all others by their names.
    private(set) var variables: [Value]
    private(set) var context: ScopeContext

    /// Makes a scope without variables.
    ///
    /// - Parameters:
    ///   - now: What `now` and `timestamp` are.
    ///   - executionId: What `executionId` is.
    ///   - randomBytes: Gives unpredictable bytes, as many as asked for; `nil` takes the system's generator.
    ///   - journal: Answers of the app's functions; without one a call of an app's function fails.
    ///   - limits: How far an evaluation may go.
    ///   - budget: What the evaluations of a call may do together, instead of the steps each may take by its limits; `nil`
    ///     for none.
    public init(
        now: Timestamp = Timestamp(millisecondsSinceEpoch: 0),
        executionId: String = "",
        randomBytes: (@Sendable (Int) -> [UInt8])? = nil,
        journal: ScriptJournal? = nil,
        limits: EvaluationLimits = .default,
        budget: EvaluationBudget? = nil
    ) {
        variables = Scope.noVariables
        context = ScopeContext(
            ScopeContext.Settings(
                now: now,
                executionId: executionId,
                randomBytes: randomBytes,
                journal: journal,
                limits: limits,
                budget: budget
            )
        )
    }

    private static let noVariables = [Value](repeating: .undefined, count: Root.names.count + 1)
    /// Where the collection of the variables stands that the platform does not have.
    private static let others = Root.names.count

    /// The value of a variable; undefined when nobody set it.
    public subscript(root: Root) -> Value {
        get {
            root.isKnown ? variables[root.index] : self[other: root.name]
        }
        set {
            if root.isKnown {
                variables[root.index] = newValue
                if root == .environment { settings.zone = Zone(environment: newValue) }
            } else {
                variables[Scope.others][root.name] = newValue
            }
        }
        _modify {
            if root.isKnown, root != .environment {
                yield &variables[root.index]
            } else {
                var value = self[root]
                yield &value
                self[root] = value
            }
        }
    }

    /// The value of a variable the platform does not have.
    subscript(other name: String) -> Value { variables[Scope.others][name] }

    /// Sets every variable of a collection by its name.
    public mutating func set(_ variables: Fields) {
        for (name, value) in variables { self[Root(name)] = value }
    }
}

extension Scope {
    private var settings: ScopeContext.Settings {
        get { context.settings }
        set { context = ScopeContext(newValue) }
    }

    /// What `now` and `timestamp` are.
    public var now: Timestamp {
        get { context.settings.now }
        set { settings.now = newValue }
    }

    /// What `executionId` is.
    public var executionId: String {
        get { context.settings.executionId }
        set { settings.executionId = newValue }
    }

    /// Gives unpredictable bytes, as many as asked for; `nil` takes the system's generator.
    public var randomBytes: (@Sendable (Int) -> [UInt8])? {
        get { context.settings.randomBytes }
        set { settings.randomBytes = newValue }
    }

    /// Answers of the app's functions; without one a call of an app's function fails.
    public var journal: ScriptJournal? {
        get { context.settings.journal }
        set { settings.journal = newValue }
    }

    /// How far an evaluation may go.
    public var limits: EvaluationLimits {
        get { context.settings.limits }
        set { settings.limits = newValue }
    }

    /// What the evaluations of a call may do together, instead of the steps each may take by its limits.
    public var budget: EvaluationBudget? {
        get { context.settings.budget }
        set { settings.budget = newValue }
    }

    /// Whether the values of parts are kept from one run to the next.
    @inline(__always)
    var hasJournal: Bool { context.settings.journal != nil }
}
