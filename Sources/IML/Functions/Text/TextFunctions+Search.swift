extension Builtin {
    /// `indexOf`, `contains` and `replace`.
    static let textSearches: [Builtin] = [
        Builtin(
            "indexOf(text, value, [start])",
            .text,
            2...3,
            "Where a value first occurs in a text, counted from 0; -1 when it does not.",
            examples: ["indexOf('Workflow', 'flow')": "4", "indexOf('Workflow', 'x')": "-1"]
        ) { call throws(EvaluationError) in
            guard let text = try call.text(0) else { return .null }
            let searched = try call.text(1) ?? ""
            guard !call.isMissing(1) else { return -1 }
            try call.spend(text.utf8.count / 16 + 1)
            return Value(text.utf16Position(of: searched, from: try call.integer(2) ?? 0) ?? -1)
        },
        Builtin(
            "contains(value, searched, [ignoreCase])",
            .text,
            2...3,
            "Whether a text has another in it, or an array an element.",
            examples: ["contains('Hello World', 'world', true)": "true", "contains(array(1, 2), 3)": "false"]
        ) { call throws(EvaluationError) in try contains(&call) },
        Builtin(
            "replace(text, search, replacement)",
            .text,
            3...3,
            "The text with every occurrence of the search replaced. /expression/flags is a regular expression of "
                + "JavaScript (all matches with the flag g, else the first); $1, $<name> and $& in the replacement are "
                + "what it matched.",
            examples: [
                "replace('Hello World', 'Hello', 'Hi')": "\"Hi World\"",
                "replace('2024-01-31', '/(\\\\d+)-(\\\\d+)-(\\\\d+)/', '$3.$2.$1')": "\"31.01.2024\"",
            ]
        ) { call throws(EvaluationError) in try replace(&call) },
    ]

    private static func contains(_ call: inout FunctionCall) throws(EvaluationError) -> Value {
        let ignoresCase = call.flag(2) ?? false
        if case .array(let elements) = call.value(0) {
            try call.spend(elements.count + 1)
            let searched = folded(call.value(1), ignoresCase)
            return .bool(elements.contains { folded($0, ignoresCase).isLooselyEqual(to: searched) })
        }
        guard let text = try call.text(0) else { return .null }
        guard let searched = try call.text(1) else { return false }
        try call.spend((text.utf8.count + searched.utf8.count) / 16 + 1)
        let (whole, part) = ignoresCase ? (text.lowercased(), searched.lowercased()) : (text, searched)
        return .bool(part.isEmpty || whole.contains(bytesOf: part))
    }

    private static func folded(_ value: Value, _ ignoresCase: Bool) -> Value {
        guard ignoresCase, case .text(let text) = value else { return value }
        return .text(text.lowercased())
    }

    private static func replace(_ call: inout FunctionCall) throws(EvaluationError) -> Value {
        guard let text = try call.text(0) else { return .null }
        guard let search = try call.text(1), !search.isEmpty else { return .text(text) }
        let replacement = try call.text(2) ?? ""
        if let pattern = PatternText(search) { return try replace(text, pattern, replacement, &call) }
        try call.spend(text.utf8.count / 16 + 1)
        return try call.result(text.replacing(search, with: replacement, limit: call.limits.outputBytes))
    }

    private static func replace(
        _ text: String,
        _ pattern: PatternText,
        _ replacement: String,
        _ call: inout FunctionCall
    ) throws(EvaluationError) -> Value {
        let expression: RegularExpression
        do {
            expression = try RegularExpression.cached(pattern)
        } catch {
            throw call.failure("argument 2 is no regular expression of JavaScript: \(error.message)")
        }
        try call.spend((text.utf8.count + replacement.utf8.count) / 16 + 1)
        var work = Matching(text: Array(text.utf16), outputLimit: call.limits.outputBytes)
        let template = ReplacementTemplate(replacement, expression)
        let replaced: [UInt16]
        do {
            replaced = try work.replacing(expression, with: template)
        } catch {
            switch error {
            case .tooMuchOutput: throw .output(limit: call.limits.outputBytes)
            case .tooMuchWork:
                throw call.failure("the regular expression /\(pattern.source)/ takes too long on this text")
            }
        }
        try call.spend(work.steps / 64)
        return try call.result(String(decoding: replaced, as: UTF16.self))
    }
}

extension String {
    /// The text with every occurrence of another replaced; what comes after the limit is left as it is.
    fileprivate func replacing(_ search: String, with replacement: String, limit: Int) -> String {
        String.written { output in
            withBytes { whole in
                search.withBytes { part in
                    var position = 0
                    while output.count <= limit,
                        let found = RunOfBytes.firstPosition(of: part, in: whole, from: position)
                    {
                        output.append(bytes: UnsafeBufferPointer(rebasing: whole[position..<found]))
                        output.append(text: replacement)
                        position = found + part.count
                    }
                    output.append(bytes: UnsafeBufferPointer(rebasing: whole[position...]))
                }
            }
        }
    }
}
