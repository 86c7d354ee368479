extension TemplateTree {
    /// The value in a scope.
    ///
    /// Undefined drops a member of an object and stays as an element of an array, so that the writer decides. A spread
    /// splices a collection in, and nothing for null and undefined. Of members with one name the last one counts.
    ///
    /// - Throws: As ``Template/evaluate(in:)``; `DataError` when a spread is not a collection.
    public func evaluate(in scope: Scope) throws(EvaluationError) -> Value {
        if case .constant(let value) = self { return value }
        let value = try Evaluation.run(in: scope) { run throws(EvaluationError) in try evaluate(&run) }
        switch self {
        case .array, .object:
            if value.isDeeper(than: scope.limits.depth) { throw .depth(limit: scope.limits.depth) }
        case .constant, .template: break
        }
        return value
    }

    private func evaluate(_ run: inout Evaluation) throws(EvaluationError) -> Value {
        switch self {
        case .constant(let value): return value
        case .template(let template): return try template.evaluate(&run)
        case .array(let elements):
            var values: [Value] = []
            values.reserveCapacity(elements.count)
            for element in elements { values.append(try element.evaluate(&run)) }
            return .array(values)
        case .object(let entries): return .collection(try TemplateTree.fields(entries, &run))
        }
    }

    private static func fields(_ entries: [Entry], _ run: inout Evaluation) throws(EvaluationError) -> Fields {
        var fields = Fields()
        fields.reserveCapacity(entries.count)
        for entry in entries {
            let value = try entry.value.evaluate(&run)
            switch entry.key {
            case .text(let key): fields[key] = value.isUndefined ? nil : value
            case .template(let template):
                let key = try template.evaluate(&run)
                if !key.isMissing { fields[key.text] = value.isUndefined ? nil : value }
            case .spread: try fields.splice(value)
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
    /// Whether arrays and collections nest deeper than a number of levels.
    func isDeeper(than levels: Int) -> Bool {
        switch self {
        case .array(let elements):
            levels <= 0 || elements.contains { $0.isDeeper(than: levels - 1) }
        case .collection(let fields):
            levels <= 0 || fields.entries.contains { $0.value.isDeeper(than: levels - 1) }
        default: false
        }
    }
}
