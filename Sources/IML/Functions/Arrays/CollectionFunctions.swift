extension Builtin {
    /// Functions between arrays and collections.
    static let collections: [Builtin] = [keys, toCollection, toArray, mergeCollections]

    private static let keys = Builtin(
        "keys(collection)",
        .arrays,
        1...1,
        "Gives the names of a collection's members, or the indices of an array from 1 on.",
        examples: ["keys(object('a', 1, 'b', 2))": "[\"a\",\"b\"]"]
    ) { call throws(EvaluationError) in
        if case .array(let elements) = call.value(0) {
            try call.spend(elements.count * 4)
            return .array(elements.indices.map { .text(String($0 + 1)) })
        }
        guard let fields = try call.fields(0) else { return .null }
        try call.spend(fields.count * 2)
        return .array(fields.entries.map { .text($0.key) })
    }

    private static let toCollection = Builtin(
        "toCollection(array, key, value)",
        .arrays,
        3...3,
        "Makes a collection of an array of collections: each gives a member with the name and the value at two paths.",
        examples: ["toCollection(array(object('key', 'a', 'value', 1)), 'key', 'value')": "{\"a\":1}"]
    ) { call throws(EvaluationError) in
        guard let elements = try call.array(0) else { return .null }
        try call.spend(elements.count * 16)
        guard let keyPath = try call.path(1), let valuePath = try call.path(2) else { return .null }
        var fields = Fields()
        for element in elements {
            let key = element.value(at: keyPath)
            if key.isMissing { continue }
            try call.spend(key.readingWork)
            let value = element.value(at: valuePath)
            fields[key.text] = value.isUndefined ? .null : value
        }
        return .collection(fields)
    }

    private static let mergeCollections = Builtin(
        "mergeCollections(collection, collection)",
        .arrays,
        2...2,
        "Gives the members of both collections in one; the second one's win.",
        examples: ["mergeCollections(object('a', 1, 'b', 1), object('b', 2))": "{\"a\":1,\"b\":2}"]
    ) { call throws(EvaluationError) in
        guard var fields = try call.fields(0) else { return call.value(1) }
        guard let other = try call.fields(1) else { return .collection(fields) }
        try call.spend((fields.count + other.count) * 16)
        fields.merge(other)
        return .collection(fields)
    }

    private static let toArray = Builtin(
        "toArray(collection)",
        .arrays,
        1...1,
        "Makes an array of a collection's members, each a collection of `key` and `value`.",
        examples: ["toArray(object('a', 1))": "[{\"key\":\"a\",\"value\":1}]"]
    ) { call throws(EvaluationError) in
        if case .array(let elements) = call.value(0) { return .array(elements) }
        guard let fields = try call.fields(0) else { return .null }
        try call.spend(fields.count * 24)
        return try call.nested(.array(fields.entries.map { ["key": .text($0.key), "value": $0.value] }))
    }
}
