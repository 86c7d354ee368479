import PatchbayText

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
            if call.isMissing(0) { return .null }
            if call.isMissing(1) { return .array([.text(try call.text(0) ?? "")]) }
            let keepsEmpty = call.flag(2) ?? false
            var steps = 1
            var pieces = TextPieces(keepsEmpty: keepsEmpty, limit: call.mostSteps / stepsOfAPiece)
            _ = try call.withText(0) { text throws(EvaluationError) in
                _ = try call.withText(1) { pieces.take(apart: text, at: $0) }
                steps = text.count / 8 + 1
            }
            try call.spend(steps + pieces.count * stepsOfAPiece)
            return .array(pieces.values)
        },
        Builtin(
            "join(array, [separator])",
            .text,
            1...2,
            "The elements of an array as one text, with a separator between them; a comma unless given.",
            examples: ["join(array('a', 'b'), '-')": "\"a-b\"", "join(array(1, 2))": "\"1,2\""],
            visitsElements: true,
            code: Code(writer: { call, output throws(EvaluationError) in
                guard !call.isMissing(0) else { return false }
                guard let count = call.elementCount else { throw call.failure(0, expected: "an array") }
                try call.spend(count * 2 + 1)
                let isSeparated = try call.withText(1) { separator throws(EvaluationError) in
                    try join(call, separator, &output)
                }
                if !isSeparated {
                    try ",".withBytes { comma throws(EvaluationError) in try join(call, comma, &output) }
                }
                return true
            })
        ),
    ]

    @inline(__always)
    private static func join(
        _ call: borrowing FunctionCall,
        _ separator: UnsafeBufferPointer<UInt8>,
        _ output: inout OutputBuffer
    ) throws(EvaluationError) {
        let limit = call.limits.outputBytes
        var isFirst = true
        _ = try call.visitElements { element throws(EvaluationError) in
            if !isFirst { output.append(bytes: separator) }
            isFirst = false
            element.appendText(to: &output)
            if output.count > limit { throw .output(limit: limit) }
        }
    }

    /// A piece counts as so many steps, for each takes memory of its own.
    private static let stepsOfAPiece = 8
}

/// The pieces of a text, without spaces around them.
private struct TextPieces {
    /// Whether empty ones are kept too.
    let keepsEmpty: Bool
    /// How many are looked for; one more shows that there are more.
    let limit: Int
    private(set) var values: [Value] = []
    /// How many were found, those that are not kept included.
    private(set) var count = 0

    init(keepsEmpty: Bool, limit: Int) {
        self.keepsEmpty = keepsEmpty
        self.limit = limit
    }

    /// Takes a text apart wherever a separator stands, or after every character where that is empty; both are UTF-8.
    mutating func take(apart text: UnsafeBufferPointer<UInt8>, at separator: UnsafeBufferPointer<UInt8>) {
        values.reserveCapacity(4)
        var position = 0
        while separator.isEmpty ? position < text.count : position <= text.count, count <= limit {
            let end =
                separator.isEmpty
                ? text[position...].dropFirst().firstIndex { $0 & 0xC0 != 0x80 }
                : RunOfBytes.firstPosition(of: separator, in: text, from: position)
            let piece = UnsafeBufferPointer(rebasing: text[position..<(end ?? text.count)]).trimmingJavaScriptSpaces()
            count += 1
            if keepsEmpty || !piece.isEmpty { values.append(.text(String(decoding: piece, as: UTF8.self))) }
            guard let end else { return }
            position = end + separator.count
        }
    }
}
