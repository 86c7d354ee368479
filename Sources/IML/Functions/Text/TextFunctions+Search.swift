import PatchbayText

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
            try call.spend(reading: 0, stepsFor64Bytes: 32)
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
            ],
            code: Code(writer: { call, output throws(EvaluationError) in try replace(&call, &output) })
        ),
    ]

    private static func contains(_ call: inout FunctionCall) throws(EvaluationError) -> Value {
        let ignoresCase = call.flag(2) ?? false
        if case .array(let elements) = call.value(0) {
            try call.spend(comparing: elements)
            let searched = LooseEquality(to: folded(call.value(1), ignoresCase))
            return .bool(elements.contains { searched.holds(for: folded($0, ignoresCase)) })
        }
        for position in 0...1 { try call.spend(reading: position, stepsFor64Bytes: ignoresCase ? 128 : 8) }
        var isFound = false
        let isText = try call.withText(0) { whole throws(EvaluationError) in
            _ = try call.withText(1) { part throws(EvaluationError) in
                if ignoresCase {
                    let text = String(decoding: whole, as: UTF8.self).lowercased()
                    let searched = String(decoding: part, as: UTF8.self).lowercased()
                    isFound = searched.isEmpty || text.contains(bytesOf: searched)
                } else {
                    isFound = part.isEmpty || RunOfBytes.firstPosition(of: part, in: whole, from: 0) != nil
                }
            }
        }
        return isText ? .bool(isFound) : .null
    }

    private static func folded(_ value: Value, _ ignoresCase: Bool) -> Value {
        guard ignoresCase, case .text(let text) = value else { return value }
        return .text(text.lowercased())
    }

    private static func replace(
        _ call: inout FunctionCall,
        _ output: inout OutputBuffer
    ) throws(EvaluationError) -> Bool {
        guard try call.isText(0) else { return false }
        var (isPattern, hasSearch) = (false, false)
        _ = try call.withText(1) { search in
            isPattern = search.first == UInt8(ascii: "/")
            hasSearch = !search.isEmpty
        }
        if isPattern, let pattern = try call.text(1).flatMap(PatternText.init), let text = try call.text(0) {
            output.append(text: try replaced(text, pattern, try call.text(2) ?? "", &call))
            return true
        }
        let limit = call.limits.outputBytes
        for position in 0...1 { try call.spend(reading: position, stepsFor64Bytes: 8) }
        _ = try call.withText(0) { whole throws(EvaluationError) in
            guard hasSearch else { return output.append(bytes: whole) }
            _ = try call.withText(1) { search throws(EvaluationError) in
                let none = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
                let isReplaced = try call.withText(2) { replacement in
                    output.append(whole, replacing: search, with: replacement, limit: limit)
                }
                if !isReplaced { output.append(whole, replacing: search, with: none, limit: limit) }
            }
        }
        return true
    }

    private static func replaced(
        _ text: String,
        _ pattern: PatternText,
        _ replacement: String,
        _ call: inout FunctionCall
    ) throws(EvaluationError) -> String {
        let expression: RegularExpression
        do {
            expression = try RegularExpression.cached(pattern)
        } catch {
            throw call.failure("argument 2 is no regular expression of JavaScript: \(error.message)")
        }
        for position in 0...2 { try call.spend(reading: position, stepsFor64Bytes: 32) }
        var work = Matching(text: Array(text.utf16), outputLimit: call.limits.outputBytes, budget: call.budget)
        let template = ReplacementTemplate(replacement, expression)
        let replaced: [UInt16]
        do {
            replaced = try work.replacing(expression, with: template)
        } catch {
            switch error {
            case .tooMuchOutput: throw .output(limit: call.limits.outputBytes)
            case .ended(let error): throw error
            case .tooMuchWork:
                throw call.failure("the regular expression /\(pattern.source)/ takes too long on this text")
            }
        }
        try call.spend(call.budget == nil ? work.steps / 64 : work.unpaidSteps)
        return String(decoding: replaced, as: UTF16.self)
    }
}

extension OutputBuffer {
    /// Appends a text with every occurrence of another replaced, which may be empty and then occurs nowhere; beyond the
    /// limit what is left follows as it is.
    fileprivate mutating func append(
        _ whole: UnsafeBufferPointer<UInt8>,
        replacing search: UnsafeBufferPointer<UInt8>,
        with replacement: UnsafeBufferPointer<UInt8>,
        limit: Int
    ) {
        let end = count + limit
        var position = 0
        while !search.isEmpty, count <= end,
            let found = RunOfBytes.firstPosition(of: search, in: whole, from: position)
        {
            append(bytes: UnsafeBufferPointer(rebasing: whole[position..<found]))
            append(bytes: replacement)
            position = found + search.count
        }
        append(bytes: UnsafeBufferPointer(rebasing: whole[position...]))
    }
}
