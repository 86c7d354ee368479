extension Builtin {
    /// Functions that give the elements in another order or another form.
    static let reshaping: [Builtin] = [reverse, slice, merge, flatten]

    private static let reverse = Builtin(
        "reverse(array)",
        .arrays,
        1...1,
        "Gives the elements from last to first.",
        examples: ["reverse(array(1, 2, 3))": "[3,2,1]"]
    ) { call throws(EvaluationError) in
        guard let elements = try call.array(0) else { return .null }
        try call.spend(elements.count * 2)
        return .array(elements.reversed())
    }

    private static let slice = Builtin(
        "slice(array, start, [end])",
        .arrays,
        2...3,
        "Gives the elements from a position up to but not including another; positions count from 0, negative ones from "
            + "the end, as in JavaScript.",
        examples: ["slice(array(1, 2, 3, 4), 1, 3)": "[2,3]", "slice(array(1, 2, 3), -2)": "[2,3]"]
    ) { call throws(EvaluationError) in
        guard let elements = try call.array(0) else { return .null }
        let start = try call.integer(1).map { place($0, in: elements.count) } ?? 0
        let end = try call.integer(2).map { place($0, in: elements.count) } ?? elements.count
        guard start < end else { return .array([]) }
        try call.spend((end - start) * 2)
        return .array(Array(elements[start..<end]))
    }

    private static func place(_ position: Int, in count: Int) -> Int {
        position < 0 ? Swift.max(0, count + position) : Swift.min(position, count)
    }

    private static let merge = Builtin(
        "merge(array, array, …)",
        .arrays,
        1...any,
        "Gives the elements of all arrays in one, or the members of all collections in one; later members win.",
        examples: [
            "merge(array(1, 2), array(2, 3))": "[1,2,2,3]", "merge(object('a', 1), object('a', 2))": "{\"a\":2}",
        ]
    ) { call throws(EvaluationError) in
        if call.isMissing(0) { return .null }
        if case .collection(var fields) = call.value(0) {
            for position in 1..<Swift.max(1, call.count) {
                guard let other = try call.fields(position) else { continue }
                try call.spend(other.count * 16)
                fields.merge(other)
            }
            return .collection(fields)
        }
        var elements: [Value] = []
        for position in 0..<call.count {
            guard let other = try call.array(position) else { continue }
            try call.spend(other.count * 2)
            elements += other
        }
        return .array(elements)
    }

    private static let flatten = Builtin(
        "flatten(array, [depth])",
        .arrays,
        1...2,
        "Gives the elements with those of arrays among them in their place, one level deep or as deep as said.",
        examples: [
            "flatten(array(1, array(2, array(3))))": "[1,2,[3]]", "flatten(array(1, array(2, array(3))), 2)": "[1,2,3]",
        ]
    ) { call throws(EvaluationError) in
        guard let elements = try call.array(0) else { return .null }
        var flat: [Value] = []
        try flatten(elements, depth: try call.integer(1) ?? 1, into: &flat, &call)
        return .array(flat)
    }

    private static func flatten(
        _ elements: [Value],
        depth: Int,
        into flat: inout [Value],
        _ call: inout FunctionCall
    ) throws(EvaluationError) {
        try call.spend(elements.count * 4)
        for element in elements {
            if depth > 0, case .array(let inner) = element {
                try flatten(inner, depth: depth - 1, into: &flat, &call)
            } else {
                flat.append(element)
            }
        }
    }
}
