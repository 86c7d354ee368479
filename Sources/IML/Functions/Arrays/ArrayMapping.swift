import PatchbayText

extension Builtin {
    static let map = Builtin(
        "map(array, path, [filterPath], [values], …)",
        .arrays,
        2...any,
        "Gives the value at the path of each element; with a filter only of those whose text at the filter's path is one "
            + "of the values, which are an array, a text with commas between, or several arguments.",
        examples: [
            "map(array(object('id', 1), object('id', 2)), 'id')": "[1,2]",
            "map(array(object('id', 1, 'on', true), object('id', 2, 'on', false)), 'id', 'on', 'true')": "[1]",
        ],
        prepare: { known in
            guard known.count == 2, case .text(let text)? = known[1], !text.isEmpty else { return nil }
            let path = ValuePath(text)
            return Code(elementPath: path) { call throws(EvaluationError) in
                guard let elements = try call.array(0) else { return .null }
                try call.spend(elements.count * 2)
                return .array(path.values(in: elements))
            }
        }
    ) { call throws(EvaluationError) in
        guard let elements = try call.array(0) else { return .null }
        try call.spend(elements.count * 2)
        let path = try call.path(1)
        guard let filter = try call.filter() else { return .array(path?.values(in: elements) ?? elements) }
        var mapped: [Value] = []
        for position in elements.indices {
            let filtered = elements[position].value(at: filter.path)
            try call.spend(8 + filtered.readingWork)
            guard filter.accepts(filtered) else { continue }
            if let path {
                mapped.append(elements[position].value(at: path))
            } else {
                mapped.append(elements[position])
            }
        }
        return .array(mapped)
    }
}

/// Which elements `map` takes.
private struct ElementFilter {
    let path: ValuePath
    /// Texts one of which the value there has to be; `nil` when any that is not empty will do.
    let texts: ExactTexts?

    /// Whether an element with this value at the path is taken.
    func accepts(_ value: Value) -> Bool {
        guard let texts else { return !value.isEmpty }
        if case .array(let several) = value {
            return several.contains { texts.contains($0.text) }
        }
        return !value.isUndefined && texts.contains(value.text)
    }
}

/// Some texts, one of which another may be byte for byte.
private struct ExactTexts {
    /// Few are looked through one after the other, which is faster than to hash.
    private let few: [String]
    private let many: Set<ExactText>

    init(_ texts: [String]) {
        few = texts.count <= 8 ? texts : []
        many = texts.count <= 8 ? [] : Set(texts.map { ExactText($0) })
    }

    func contains(_ text: String) -> Bool {
        many.isEmpty ? few.contains { $0.hasSameBytes(as: text) } : many.contains(ExactText(text))
    }
}

extension FunctionCall {
    fileprivate func filter() throws(EvaluationError) -> ElementFilter? {
        guard let path = try path(2) else { return nil }
        let positions = 3..<max(4, count)
        let takesAny = positions.allSatisfy { isMissing($0) }
        var texts: [String] = []
        for position in positions { texts += try filterTexts(position) }
        return ElementFilter(path: path, texts: takesAny ? nil : ExactTexts(texts))
    }

    private func filterTexts(_ position: Int) throws(EvaluationError) -> [String] {
        switch value(position) {
        case .undefined, .null: return []
        case .array(let values): return values.map(\.text)
        default:
            let text = try text(position) ?? ""
            let pieces = text.parts(between: ",")
            // A value that has commas itself is met by the whole text.
            return pieces.map { String($0.trimmingJavaScriptSpaces()) } + [text]
        }
    }
}
