extension Builtin {
    /// `split` and `join`.
    static let textLists: [Builtin] = [
        Builtin(
            "split(text, separator, [keepEmpty])",
            .text,
            2...3,
            "The pieces of a text between separators, without spaces around them; empty ones only when asked for.",
            examples: [
                "split('John, George,, Paul', ',')": "[\"John\",\"George\",\"Paul\"]",
                "split('a,,b', ',', true)": "[\"a\",\"\",\"b\"]",
            ]
        ) { call throws(EvaluationError) in
            guard let text = try call.text(0) else { return .null }
            try call.spend(text.utf8.count / 8 + 1)
            guard let separator = try call.text(1) else { return .array([.text(text)]) }
            let pieces = try pieces(of: text, between: separator, &call)
            let keepsEmpty = call.flag(2) ?? false
            return .array(
                pieces.compactMap { piece in
                    let trimmed = String(piece.trimmingJavaScriptSpaces())
                    return trimmed.isEmpty && !keepsEmpty ? nil : .text(trimmed)
                }
            )
        },
        Builtin(
            "join(array, [separator])",
            .text,
            1...2,
            "The elements of an array as one text, with a separator between them; a comma unless given.",
            examples: ["join(array('a', 'b'), '-')": "\"a-b\"", "join(array(1, 2))": "\"1,2\""]
        ) { call throws(EvaluationError) in
            guard let elements = try call.array(0) else { return .null }
            let separator = try call.text(1) ?? ","
            try call.spend(elements.count + 1)
            var bytes: [UInt8] = []
            for (index, element) in elements.enumerated() {
                if index > 0 { bytes += separator.utf8 }
                element.appendText(to: &bytes)
                if bytes.count > call.scope.limits.outputBytes { throw .output(limit: call.scope.limits.outputBytes) }
            }
            return try call.result(String(decoding: bytes, as: UTF8.self))
        },
    ]

    /// A piece counts as so many steps, for each takes memory of its own.
    private static let stepsOfAPiece = 8

    /// Without a separator to look for, every character is a piece.
    private static func pieces(
        of text: String,
        between separator: String,
        _ call: inout FunctionCall
    ) throws(EvaluationError) -> [String] {
        if separator.isEmpty {
            try call.spend(text.utf8.count * stepsOfAPiece)
            return text.unicodeScalars.map { String($0) }
        }
        let whole = Array(text.utf8)
        let part = Array(separator.utf8)
        var pieces: [String] = []
        var position = 0
        while let found = whole.firstPosition(of: part, from: position) {
            try call.spend(stepsOfAPiece)
            pieces.append(String(decoding: whole[position..<found], as: UTF8.self))
            position = found + part.count
        }
        return pieces + [String(decoding: whole[position...], as: UTF8.self)]
    }
}
