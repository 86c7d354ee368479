/// What an expression sees: variables, the time, chance and the answers of the app's functions.
///
/// A value: copying it costs nothing, and changing a copy does not change the original.
public struct Scope: Sendable {
    private(set) var storage: ScopeStorage

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
        storage = ScopeStorage(
            now: now,
            executionId: executionId,
            randomBytes: randomBytes,
            journal: journal,
            limits: limits,
            budget: budget
        )
    }

    init(_ storage: ScopeStorage) {
        self.storage = storage
    }

    /// Makes this scope the sole owner of what it holds, before a change.
    private mutating func own() {
        if !isKnownUniquelyReferenced(&storage) { storage = ScopeStorage(copying: storage) }
    }

    /// The value of a variable; undefined when nobody set it.
    public subscript(root: Root) -> Value {
        get {
            root.index >= 0 ? storage.variables[root.index] : storage.extras[valueOf: root.name]
        }
        set {
            own()
            if root.index >= 0 {
                storage.variables[root.index] = newValue
                if root == .environment { storage.zone = Zone(environment: newValue) }
            } else {
                storage.extras[root.name] = newValue.isUndefined ? nil : newValue
            }
        }
        _modify {
            if root.index >= 0, root != .environment {
                own()
                yield &storage.variables[root.index]
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

extension Scope {
    /// What `now` and `timestamp` are.
    public var now: Timestamp {
        get { storage.now }
        set {
            own()
            storage.now = newValue
        }
    }

    /// What `executionId` is.
    public var executionId: String {
        get { storage.executionId }
        set {
            own()
            storage.executionId = newValue
        }
    }

    /// Gives unpredictable bytes, as many as asked for; `nil` takes the system's generator.
    public var randomBytes: (@Sendable (Int) -> [UInt8])? {
        get { storage.randomBytes }
        set {
            own()
            storage.randomBytes = newValue
        }
    }

    /// Answers of the app's functions; without one a call of an app's function fails.
    public var journal: ScriptJournal? {
        get { storage.journal }
        set {
            own()
            storage.journal = newValue
        }
    }

    /// How far an evaluation may go.
    public var limits: EvaluationLimits {
        get { storage.limits }
        set {
            own()
            storage.limits = newValue
        }
    }

    /// What the evaluations of a call may do together, instead of the steps each may take by its limits.
    public var budget: EvaluationBudget? {
        get { storage.budget }
        set {
            own()
            storage.budget = newValue
        }
    }

    /// The time zone functions take when they are not told one; follows ``Root/environment``.
    var zone: Zone { storage.zone }
}
