import PatchbayText

extension Builtin {
    static let sort = Builtin(
        "sort(array, [order], [path])",
        .arrays,
        1...3,
        "Sorts the elements, or what stands at a path in them: numbers by size, dates by time, anything else as text. "
            + "`order` is `asc`, `desc`, `asc ci` or `desc ci` (without regard to case); a second argument that is none of "
            + "them is the path. Null and undefined go last; equal ones keep their order.",
        examples: [
            "sort(array(3, 10, 2))": "[2,3,10]", "sort(array('b', 'C', 'a'), 'desc ci')": "[\"C\",\"b\",\"a\"]",
            "sort(array(object('n', 2), object('n', 1)), 'asc', 'n')": "[{\"n\":1},{\"n\":2}]",
            "sort(array(object('n', 2), object('n', 1)), 'n')": "[{\"n\":1},{\"n\":2}]",
        ]
    ) { call throws(EvaluationError) in
        guard let elements = try call.array(0) else { return .null }
        let given = SortOrder(try call.text(1) ?? "asc")
        if given == nil, !call.isMissing(2) { throw call.failure(1, expected: "`asc`, `desc`, `asc ci` or `desc ci`") }
        try call.spend(elements.count * 4)
        let path = try call.path(given == nil ? 1 : 2)
        let order = given ?? .ascending
        let keys = path.map { path in elements.map { $0.value(at: path) } } ?? elements
        return .array(try order.sorted(elements, by: keys, &call))
    }
}

/// How `sort` orders.
private struct SortOrder {
    let isDescending: Bool
    let ignoresCase: Bool

    static let ascending = SortOrder(isDescending: false, ignoresCase: false)

    private init(isDescending: Bool, ignoresCase: Bool) {
        self.isDescending = isDescending
        self.ignoresCase = ignoresCase
    }

    /// Reads the order's name; `nil` when the text is none.
    init?(_ text: String) {
        let words = text.lowercased().parts(between: " ", omittingEmpty: true)
        guard (1...2).contains(words.count), words[0].isExactly(oneOf: "asc", "desc") else { return nil }
        if words.count == 2, !words[1].isExactly("ci") { return nil }
        isDescending = words[0].isExactly("desc")
        ignoresCase = words.count == 2
    }

    /// The elements in the order of their keys, which stand at the same positions.
    func sorted(
        _ elements: [Value],
        by keys: [Value],
        _ call: inout FunctionCall
    ) throws(EvaluationError) -> [Value] {
        let present = keys.indices.filter { !keys[$0].isMissing }
        let absent = keys.indices.filter { keys[$0].isMissing }
        return (try ordered(present, by: keys, &call) + absent).map { elements[$0] }
    }

    private func ordered(
        _ positions: [Int],
        by keys: [Value],
        _ call: inout FunctionCall
    ) throws(EvaluationError) -> [Int] {
        let numbers = positions.compactMap { keys[$0].asNumber }
        if numbers.count == positions.count {
            return try ordered(positions, by: numbers, &call) { ($0 < $1 ? -1 : $0 == $1 ? 0 : 1, 0) }
        }
        let dates = positions.compactMap { keys[$0].asDate }
        if dates.count == positions.count {
            return try ordered(positions, by: dates, &call) { ($0 < $1 ? -1 : $0 == $1 ? 0 : 1, 0) }
        }
        for position in positions { try call.spend(keys[position].readingWork * (ignoresCase ? 16 : 1)) }
        let texts = positions.map { ignoresCase ? keys[$0].text.lowercased() : keys[$0].text }
        return try ordered(positions, by: texts, &call) { one, other in
            let (order, common) = one.comparedInUTF16(with: other)
            return (order, common / 16 + 8)
        }
    }

    private func ordered<Key>(
        _ positions: [Int],
        by keys: [Key],
        _ call: inout FunctionCall,
        _ compare: (Key, Key) -> (order: Int, steps: Int)
    ) throws(EvaluationError) -> [Int] {
        // `sort` of the standard library is stable in fact but not by contract: positions decide between equals.
        do {
            return try keys.indices.sorted { one, other in
                let comparison = compare(keys[one], keys[other])
                try call.spend(4 + comparison.steps)
                if comparison.order == 0 { return one < other }
                return (comparison.order < 0) != isDescending
            }.map { positions[$0] }
        } catch {
            // It throws what counting throws, and its signature does not say so.
            throw error as? EvaluationError ?? .interrupted
        }
    }
}
