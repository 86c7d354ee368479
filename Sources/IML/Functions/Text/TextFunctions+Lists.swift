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
            return .array(try pieces(of: text, between: separator, keepsEmpty: call.flag(2) ?? false, &call))
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
            let limit = call.limits.outputBytes
            let text = try String.written { output throws(EvaluationError) in
                for position in elements.indices {
                    if position > 0 { output.append(text: separator) }
                    elements[position].appendText(to: &output)
                    if output.count > limit { throw .output(limit: limit) }
                }
            }
            return .text(text)
        },
    ]

    /// A piece counts as so many steps, for each takes memory of its own.
    private static let stepsOfAPiece = 8

    /// The pieces without spaces around them; without a separator to look for, every character is one.
    private static func pieces(
        of text: String,
        between separator: String,
        keepsEmpty: Bool,
        _ call: inout FunctionCall
    ) throws(EvaluationError) -> [Value] {
        if separator.isEmpty {
            try call.spend(text.utf8.count * stepsOfAPiece)
            return text.unicodeScalars.compactMap { character in
                let piece = String(character).trimmed
                return piece.isEmpty && !keepsEmpty ? nil : .text(piece)
            }
        }
        let separators = text.occurrences(of: separator)
        try call.spend(separators * stepsOfAPiece)
        return text.trimmedPieces(between: separator, count: separators + 1, keepsEmpty: keepsEmpty)
    }
}

extension String {
    /// How often another text, which is not empty, occurs without overlaps.
    fileprivate func occurrences(of other: String) -> Int {
        withBytes { whole in
            other.withBytes { part in
                var count = 0
                var position = 0
                while let found = RunOfBytes.firstPosition(of: part, in: whole, from: position) {
                    count += 1
                    position = found + part.count
                }
                return count
            }
        }
    }

    /// The pieces between separators, without spaces around them.
    ///
    /// - Parameters:
    ///   - separator: What stands between them; not empty.
    ///   - count: How many there are.
    ///   - keepsEmpty: Whether empty ones are given too.
    fileprivate func trimmedPieces(between separator: String, count: Int, keepsEmpty: Bool) -> [Value] {
        withBytes { whole in
            separator.withBytes { part in
                var pieces: [Value] = []
                pieces.reserveCapacity(count)
                var position = 0
                while position <= whole.count {
                    let end = RunOfBytes.firstPosition(of: part, in: whole, from: position) ?? whole.count
                    let piece = UnsafeBufferPointer(rebasing: whole[position..<end]).trimmingJavaScriptSpaces()
                    if keepsEmpty || !piece.isEmpty { pieces.append(.text(String(decoding: piece, as: UTF8.self))) }
                    position = end + part.count
                }
                return pieces
            }
        }
    }
}
