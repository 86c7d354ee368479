import PatchbayText

extension Builtin {
    /// Functions for choosing, and for making and taking apart values.
    static let general: [Builtin] = [
        conditional, ifEmpty, switched, equal, get, pick, omit, object, array, isArray,
    ]

    // Templates look only at what these three return; called with values they choose among them.

    private static let conditional = Builtin(
        "if(condition, then, [else])",
        .general,
        2...3,
        "Gives `then` when the condition is true, else `else`; the other one is not evaluated.",
        examples: ["if(1 < 2, 'yes', 'no')": "\"yes\"", "if('', 'yes', 'no')": "\"no\""]
    ) { call throws(EvaluationError) in
        call.value(0).isTruthy ? call.value(1) : call.value(2)
    }

    private static let ifEmpty = Builtin(
        "ifempty(value, fallback, …)",
        .general,
        1...any,
        "Gives the first value that is not null, undefined or an empty text, else the last one.",
        examples: ["ifempty('', null, 'none')": "\"none\"", "ifempty(emptyarray, 1)": "[]"]
    ) { call throws(EvaluationError) in
        let chosen = (0..<call.count).first { !call.value($0).isEmpty }
        return call.value(chosen ?? call.count - 1)
    }

    private static let switched = Builtin(
        "switch(value, case, result, …, [else])",
        .general,
        3...any,
        "Gives the result of the first case whose text is the value's text, else `else`; nothing else is evaluated.",
        examples: [
            "switch(2, '1', 'one', '2', 'two')": "\"two\"", "switch('x', 'a', 1, 0)": "0",
        ]
    ) { call throws(EvaluationError) in
        let text = call.value(0).text
        for position in stride(from: 1, to: call.count - 1, by: 2)
        where call.value(position).text.hasSameBytes(as: text) {
            return call.value(position + 1)
        }
        return call.count % 2 == 0 ? call.value(call.count - 1) : .undefined
    }

    private static let get = Builtin(
        "get(value, path)",
        .general,
        2...2,
        "Gives what stands at a path such as `a.b[1].c`; indices count from 1 or, negative, from the end. "
            + "A member whose key is the whole path wins.",
        examples: [
            "get(object('a', array(5, 6)), 'a[2]')": "6", "get(object('a.b', 1), 'a.b')": "1",
        ]
    ) { call throws(EvaluationError) in
        if call.isMissing(0) { return .null }
        switch call.value(1) {
        case .undefined, .null: return .null
        case .number(let number): return call.value(0).element(at: .number(number))
        default: break
        }
        guard let path = try call.text(1) else { return .null }
        try call.spend(path.utf8.count * 4 + 16)
        return call.value(0).value(at: ValuePath(path))
    }

    private static let equal = Builtin(
        "equal(value, value)",
        .general,
        2...2,
        "Tells whether two values are equal, as the operator `=` has it.",
        examples: ["equal(1, '1')": "true", "equal('a', 'A')": "false"]
    ) { call throws(EvaluationError) in
        for position in 0...1 { try call.spend(reading: position) }
        return .bool(LooseEquality(to: call.value(0)).holds(for: call.value(1)))
    }

    private static let pick = Builtin(
        "pick(collection, key, …)",
        .general,
        2...any,
        "Gives a collection with only the members named; keys may be arrays of names.",
        examples: ["pick(object('a', 1, 'b', 2, 'c', 3), 'a', 'c')": "{\"a\":1,\"c\":3}"]
    ) { call throws(EvaluationError) in
        guard let fields = try call.fields(0) else { return .null }
        var picked = Fields(caseInsensitiveKeys: fields.hasCaseInsensitiveKeys)
        for key in try call.keys(from: 1) {
            try call.spend(key.utf8.count / 16 + 16)
            if let position = fields.position(of: key) {
                picked[fields.entries[position].key] = fields.entries[position].value
            }
        }
        return .collection(picked)
    }

    private static let omit = Builtin(
        "omit(collection, key, …)",
        .general,
        2...any,
        "Gives a collection without the members named; keys may be arrays of names.",
        examples: ["omit(object('a', 1, 'b', 2), 'b')": "{\"a\":1}"]
    ) { call throws(EvaluationError) in
        guard let fields = try call.fields(0) else { return .null }
        try call.spend(fields.count * 12)
        var omitted = Fields(caseInsensitiveKeys: fields.hasCaseInsensitiveKeys)
        for key in try call.keys(from: 1) { omitted[key] = .null }
        return .collection(fields.filter { key, _ in omitted.position(of: key) == nil })
    }

    private static let object = Builtin(
        "object(key, value, …)",
        .general,
        0...any,
        "Makes a collection of keys and values; a member whose value is undefined is left out.",
        examples: ["object('id', 7, 'tags', array('a'))": "{\"id\":7,\"tags\":[\"a\"]}", "object()": "{}"]
    ) { call throws(EvaluationError) in
        var fields = Fields()
        for position in stride(from: 0, to: call.count, by: 2) {
            guard let key = try call.text(position) else { continue }
            let value = call.value(position + 1)
            fields[key] = value.isUndefined ? nil : value
        }
        return try call.nested(.collection(fields))
    }

    private static let array = Builtin(
        "array(value, …)",
        .general,
        0...any,
        "Makes an array of the values.",
        examples: ["array(1, 'a', true)": "[1,\"a\",true]", "array()": "[]"]
    ) { call throws(EvaluationError) in
        try call.nested(.array(call.values(from: 0)))
    }

    private static let isArray = Builtin(
        "isArray(value)",
        .general,
        1...1,
        "Tells whether the value is an array.",
        examples: ["isArray(array(1))": "true", "isArray('a')": "false"]
    ) { call throws(EvaluationError) in
        if case .array = call.value(0) { return .bool(true) }
        return .bool(false)
    }
}

extension FunctionCall {
    /// The names given from an argument on; an array stands for its elements.
    fileprivate mutating func keys(from start: Int) throws(EvaluationError) -> [String] {
        var keys: [String] = []
        for position in start..<max(start, count) {
            if case .array(let elements) = value(position) {
                try spend(comparing: elements)
                keys += elements.lazy.filter { !$0.isMissing }.map(\.text)
            } else if let key = try text(position) {
                keys.append(key)
            }
        }
        return keys
    }

    /// A value that holds arguments, when it does not nest deeper than allowed.
    mutating func nested(_ value: Value) throws(EvaluationError) -> Value {
        let limit = limits.depth
        if try value.isDeeper(than: limit, { (steps) throws(EvaluationError) in try spend(steps) }) {
            throw .depth(limit: limit)
        }
        return value
    }
}
