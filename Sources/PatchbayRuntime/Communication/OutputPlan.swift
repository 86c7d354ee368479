/// How many bundles a component may give, and of which shape.
struct OutputPlan: Sendable {
    /// The most its kind gives; `nil` for any number.
    var most: Int?
    /// The limit when the spec gives none.
    var defaultLimit: Int?
    /// Whether an array that is the whole output counts as its elements.
    var spreadsArrays: Bool
    /// The most the caller wants.
    var callerLimit: Int?

    /// The limit that counts, the spec's taken into account: the smallest of those there are.
    func limit(spec: Int?) -> Int? {
        var least = most
        for limit in [callerLimit, spec ?? defaultLimit] {
            if let limit { least = min(least ?? limit, limit) }
        }
        return least
    }
}
