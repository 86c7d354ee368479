extension TemplateTree {
    /// The value in a scope.
    ///
    /// Undefined drops a member of an object and stays as an element of an array, so that the writer decides. A spread
    /// splices a collection in, and nothing for null and undefined. Of members with one name the last one counts.
    ///
    /// - Throws: As ``Template/evaluate(in:)``; `DataError` when a spread is not a collection.
    public func evaluate(in scope: Scope) throws(EvaluationError) -> Value {
        if case .constant(let value) = self { return value }
        return try Evaluation.run(in: scope) { run throws(EvaluationError) in
            let value = try evaluate(&run, in: scope)
            switch self {
            case .array, .object:
                let limit = scope.limits.depth
                if try value.isDeeper(than: limit, { (steps) throws(EvaluationError) in try run.spend(steps) }) {
                    throw .depth(limit: limit)
                }
            case .constant, .template: break
            }
            return value
        }
    }

    private func evaluate(_ run: inout Evaluation, in scope: Scope) throws(EvaluationError) -> Value {
        switch self {
        case .constant(let value): return value
        case .template(let template):
            return try run.remembering(in: scope) { run throws(EvaluationError) in
                try template.evaluate(&run, in: scope)
            }
        case .array(let elements):
            try run.spend(elements.count)
            var values: [Value] = []
            values.reserveCapacity(elements.count)
            for element in elements { values.append(try element.evaluate(&run, in: scope)) }
            return .array(values)
        case .object(let entries): return .collection(try TemplateTree.fields(entries, &run, in: scope))
        }
    }

    private static func fields(_ entries: [Entry], _ run: inout Evaluation, in scope: Scope) throws(EvaluationError)
        -> Fields
    {
        try run.spend(entries.count)
        var fields = Fields()
        fields.reserveCapacity(entries.count)
        for entry in entries {
            let value = try entry.value.evaluate(&run, in: scope)
            switch entry.key {
            case .text(let key): fields[key] = value.isUndefined ? nil : value
            case .template(let template):
                let key = try template.evaluate(&run, in: scope)
                if !key.isMissing { fields[key.text] = value.isUndefined ? nil : value }
            case .spread:
                try run.spend(value.elementCount)
                try fields.splice(value)
            }
        }
        return fields
    }
}

extension Fields {
    /// Puts the members of a collection over these.
    fileprivate mutating func splice(_ value: Value) throws(EvaluationError) {
        switch value {
        case .collection(let other): merge(other)
        case .undefined, .null: break
        default:
            throw EvaluationError(.dataError, "`{{...}}` has to be given a collection, not \(value.typeName).")
        }
    }
}

extension Value {
    /// How many parts an array or a collection has; 0 for anything else.
    fileprivate var elementCount: Int {
        switch self {
        case .array(let elements): elements.count
        case .collection(let fields): fields.count
        default: 0
        }
    }

    /// Whether arrays and collections nest deeper than a number of levels.
    ///
    /// - Parameters:
    ///   - levels: How deep they may nest.
    ///   - spend: Counts the work, four steps for each part; what it throws is thrown on.
    func isDeeper(
        than levels: Int,
        _ spend: (Int) throws(EvaluationError) -> Void
    ) throws(EvaluationError) -> Bool {
        switch self {
        case .array(let elements):
            guard levels > 0 else { return true }
            try spend(elements.count * 4)
            for element in elements where try element.isDeeper(than: levels - 1, spend) { return true }
        case .collection(let fields):
            guard levels > 0 else { return true }
            try spend(fields.count * 4)
            for entry in fields.entries where try entry.value.isDeeper(than: levels - 1, spend) { return true }
        default: break
        }
        return false
    }
}
