/// What an expression sees: variables, the time, chance and the answers of the app's functions.
///
/// A value: copying it is cheap, and changing a copy does not change the original.
public struct Scope: Sendable {
    var slots: [Value]
    var extras: Fields
    /// The time zone functions take when they are not told one; follows ``Root/environment``.
    var zone: Zone = .utc

    /// What `now` and `timestamp` are.
    public var now: Timestamp
    /// What `executionId` is.
    public var executionId: String
    /// Gives unpredictable bytes, as many as asked for; `nil` takes the system's generator.
    public var randomBytes: (@Sendable (Int) -> [UInt8])?
    /// Answers of the app's functions; without one a call of an app's function fails.
    public var journal: ScriptJournal?
    /// How far an evaluation may go.
    public var limits: EvaluationLimits

    /// Makes a scope without variables.
    public init(
        now: Timestamp = Timestamp(millisecondsSinceEpoch: 0),
        executionId: String = "",
        randomBytes: (@Sendable (Int) -> [UInt8])? = nil,
        journal: ScriptJournal? = nil,
        limits: EvaluationLimits = .default
    ) {
        slots = [Value](repeating: .undefined, count: Root.names.count)
        extras = Fields()
        self.now = now
        self.executionId = executionId
        self.randomBytes = randomBytes
        self.journal = journal
        self.limits = limits
    }

    /// The value of a variable; undefined when nobody set it.
    public subscript(root: Root) -> Value {
        get {
            root.index >= 0 ? slots[root.index] : extras[valueOf: root.name]
        }
        set {
            if root.index >= 0 {
                slots[root.index] = newValue
                if root == .environment { zone = Zone(environment: newValue) }
            } else {
                extras[root.name] = newValue.isUndefined ? nil : newValue
            }
        }
        _modify {
            if root.index >= 0, root != .environment {
                yield &slots[root.index]
            } else {
                var value = self[root]
                yield &value
                self[root] = value
            }
        }
    }

    /// Sets every variable of a collection by its name.
    public mutating func set(_ variables: Fields) {
        for (name, value) in variables { self[Root(name)] = value }
    }
}
