import PatchbayText

extension Builtin {
    /// Functions that compare elements: two are the same when type and content are.
    static let equality: [Builtin] = [
        remove, distinct, deduplicate, arrayDifference, arrayDiff, arrayIntersect,
    ]

    private static let remove = Builtin(
        "remove(array, value, …)",
        .arrays,
        1...any,
        "Gives the array without the elements that are one of the values.",
        examples: ["remove(array(1, 2, 3, 2), 2, 3)": "[1]"]
    ) { call throws(EvaluationError) in
        guard let elements = try call.array(0) else { return .null }
        try call.spend(hashing: elements)
        let removed = Set(call.values(from: 1))
        return .array(elements.filter { !removed.contains($0) })
    }

    private static let distinct = Builtin(
        "distinct(array, [path])",
        .arrays,
        1...2,
        "Gives the elements without those whose value at the path, or who themselves, came before.",
        examples: [
            "distinct(array(1, 2, 1))": "[1,2]",
            "distinct(array(object('id', 1, 'n', 'a'), object('id', 1, 'n', 'b')), 'id')": "[{\"id\":1,\"n\":\"a\"}]",
        ]
    ) { call throws(EvaluationError) in
        guard let elements = try call.array(0) else { return .null }
        let path = try call.path(1)
        try call.spend(elements.count * 4)
        let keys = path.map { path in elements.map { $0.value(at: path) } } ?? elements
        try call.spend(hashing: keys)
        var seen: Set<Value> = []
        return .array(elements.indices.filter { seen.insert(keys[$0]).inserted }.map { elements[$0] })
    }

    private static let deduplicate = Builtin(
        "deduplicate(array)",
        .arrays,
        1...1,
        "Gives the elements without those that came before.",
        examples: ["deduplicate(array('a', 'b', 'a'))": "[\"a\",\"b\"]"]
    ) { call throws(EvaluationError) in
        guard let elements = try call.array(0) else { return .null }
        try call.spend(hashing: elements)
        var seen: Set<Value> = []
        return .array(elements.filter { seen.insert($0).inserted })
    }

    private static let arrayDifference = Builtin(
        "arrayDifference(array, other, [mode])",
        .arrays,
        2...3,
        "Gives the elements that are not in the other array (`classic`), and in mode `symmetric` also those only the "
            + "other one has.",
        examples: [
            "arrayDifference(array(1, 2, 3), array(2))": "[1,3]",
            "arrayDifference(array(1, 2), array(2, 3), 'symmetric')": "[1,3]",
        ]
    ) { call throws(EvaluationError) in
        guard let elements = try call.array(0) else { return .null }
        let others = try call.array(1) ?? []
        try call.spend(hashing: elements)
        try call.spend(hashing: others)
        let known = Set(others)
        let difference = elements.filter { !known.contains($0) }
        switch ExactText(try call.text(2)?.lowercased() ?? "classic") {
        case "classic": return .array(difference)
        case "symmetric":
            let own = Set(elements)
            return .array(difference + others.filter { !own.contains($0) })
        default: throw call.failure(2, expected: "`classic` or `symmetric`")
        }
    }

    private static let arrayDiff = Builtin(
        "arrayDiff(array, other, …)",
        .arrays,
        2...any,
        "Gives the elements that are in none of the other arrays, in their order.",
        examples: ["arrayDiff(array(1, 2, 3, 4), array(2), array(4))": "[1,3]"]
    ) { call throws(EvaluationError) in
        guard let elements = try call.array(0) else { return .null }
        try call.spend(hashing: elements)
        let known = try call.otherArrays().reduce(into: Set<Value>()) { $0.formUnion($1) }
        return .array(elements.filter { !known.contains($0) })
    }

    private static let arrayIntersect = Builtin(
        "arrayIntersect(array, other, …)",
        .arrays,
        2...any,
        "Gives the elements that are in all of the other arrays as well, each once, in the order of the first.",
        examples: ["arrayIntersect(array(3, 1, 2, 3), array(1, 3), array(3, 4, 1))": "[3,1]"]
    ) { call throws(EvaluationError) in
        guard let elements = try call.array(0) else { return .null }
        let others = try call.otherArrays().map(Set.init)
        try call.spend(hashing: elements, times: others.count + 1)
        var seen: Set<Value> = []
        return .array(
            elements.filter { element in
                others.allSatisfy { $0.contains(element) } && seen.insert(element).inserted
            }
        )
    }
}

extension FunctionCall {
    /// The arrays after the first; one that is missing has no elements.
    ///
    /// What looking through all of them costs is spent.
    fileprivate mutating func otherArrays() throws(EvaluationError) -> [[Value]] {
        var others: [[Value]] = []
        for position in 1..<count {
            let other = try array(position) ?? []
            try spend(hashing: other)
            others.append(other)
        }
        return others
    }

    /// The argument as a path; `nil` when it is missing or empty.
    func path(_ position: Int) throws(EvaluationError) -> ValuePath? {
        guard let text = try text(position), !text.isEmpty else { return nil }
        return ValuePath(text)
    }
}
