extension Builtin {
    /// The functions of this chapter.
    static let text: [Builtin] = textMeasures + textCases + textSearches + textLists + textEscapes + textCharacters

    /// Declares a function that makes a text of a text; of a missing one it makes null.
    static func textual(
        _ name: String,
        _ summary: String,
        examples: KeyValuePairs<String, String>,
        convert: @escaping @Sendable (String) -> String
    ) -> Builtin {
        Builtin("\(name)(text)", .text, 1...1, summary, examples: examples) { call throws(EvaluationError) in
            guard let text = try call.text(0) else { return .null }
            try call.spend(text.utf8.count / 64 + 1)
            return try call.result(convert(text))
        }
    }

    /// `length`, `substring` and `trim`.
    private static let textMeasures: [Builtin] = [
        Builtin(
            "length(value)",
            .text,
            1...1,
            "How many UTF-16 code units a text, elements an array or bytes a binary has; 0 for null.",
            examples: ["length('hello')": "5", "length(null)": "0"]
        ) { call throws(EvaluationError) in
            switch call.value(0) {
            case .array(let elements): return Value(elements.count)
            case .binary(let binary): return Value(binary.bytes.count)
            default: return Value(try call.text(0)?.utf16Length ?? 0)
            }
        },
        Builtin(
            "substring(text, start, [end])",
            .text,
            2...3,
            "The part of a text from one position up to another, counted from 0; to the end without one.",
            examples: ["substring('Hello', 0, 3)": "\"Hel\"", "substring('Hello', 3)": "\"lo\""]
        ) { call throws(EvaluationError) in
            guard let text = try call.text(0) else { return .null }
            let length = text.utf16Length
            try call.spend(length / 64 + 1)
            let start = max(0, min(length, try call.integer(1) ?? 0))
            let end = max(0, min(length, try call.integer(2) ?? length))
            return .text(text.utf16Slice(min(start, end), max(start, end)))
        },
        textual("trim", "The text without spaces and line ends around it.", examples: ["trim('  Hello ')": "\"Hello\""])
        { $0.trimmed },
    ]

    /// `lower`, `upper`, `capitalize` and `startcase`.
    private static let textCases: [Builtin] = [
        textual("lower", "The text in small letters.", examples: ["lower('HELLO')": "\"hello\""]) {
            $0.javaScriptLowercased
        },
        textual("upper", "The text in capitals.", examples: ["upper('hello')": "\"HELLO\""]) {
            $0.javaScriptUppercased
        },
        textual(
            "capitalize",
            "The text with its first letter as a capital.",
            examples: ["capitalize('hello World')": "\"Hello World\""]
        ) { $0.capitalized },
        textual(
            "startcase",
            "The text with a capital at the start of each word and small letters after it.",
            examples: ["startcase('hello WORLD')": "\"Hello World\""]
        ) { text in
            var result = ""
            var isStart = true
            for scalar in text.javaScriptLowercased.unicodeScalars {
                result += isStart ? scalar.properties.uppercaseMapping : String(scalar)
                isStart = scalar.properties.isWhitespace
            }
            return result
        },
    ]
}
