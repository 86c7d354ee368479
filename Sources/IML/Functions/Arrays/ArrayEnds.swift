extension Builtin {
    /// Functions that look at the ends of an array, or add to its end.
    static let ends: [Builtin] = [add, append, first, last, pop, shift]

    private static let add = Builtin(
        "add(array, value, …)",
        .arrays,
        1...any,
        "Gives the array with the values at its end.",
        examples: ["add(array(1), 2, 3)": "[1,2,3]"]
    ) { call throws(EvaluationError) in
        guard let elements = try call.array(0) else { return .null }
        try call.spend(elements.count * 2)
        return try call.nested(.array(elements + call.values(from: 1)))
    }

    private static let append = Builtin(
        "append(array, value)",
        .arrays,
        2...2,
        "Gives the array with the value at its end.",
        examples: ["append(array(1), array(2))": "[1,[2]]"]
    ) { call throws(EvaluationError) in
        guard let elements = try call.array(0) else { return .null }
        try call.spend(elements.count * 2)
        return try call.nested(.array(elements + [call.value(1)]))
    }

    private static let first = Builtin(
        "first(array)",
        .arrays,
        1...1,
        "Gives the first element; undefined when there is none.",
        examples: ["first(array(5, 6))": "5"]
    ) { call throws(EvaluationError) in
        try call.array(0).map { $0.first ?? .undefined } ?? .null
    }

    private static let last = Builtin(
        "last(array)",
        .arrays,
        1...1,
        "Gives the last element; undefined when there is none.",
        examples: ["last(array(5, 6))": "6"]
    ) { call throws(EvaluationError) in
        try call.array(0).map { $0.last ?? .undefined } ?? .null
    }

    private static let pop = Builtin(
        "pop(array)",
        .arrays,
        1...1,
        "Gives the last element, as JavaScript's `pop` does; the array itself never changes.",
        examples: ["pop(array(5, 6))": "6"]
    ) { call throws(EvaluationError) in
        try call.array(0).map { $0.last ?? .undefined } ?? .null
    }

    private static let shift = Builtin(
        "shift(array)",
        .arrays,
        1...1,
        "Gives the first element, as JavaScript's `shift` does; the array itself never changes.",
        examples: ["shift(array(5, 6))": "5"]
    ) { call throws(EvaluationError) in
        try call.array(0).map { $0.first ?? .undefined } ?? .null
    }
}
