import PatchbayText

extension Builtin {
    /// The functions of this chapter.
    static let text: [Builtin] = textMeasures + textCases + textSearches + textLists + textEscapes + textCharacters

    /// Declares a function that makes a text of a text; of a missing one it makes null.
    static func textual(
        _ name: String,
        _ summary: String,
        examples: KeyValuePairs<String, String>,
        stepsFor64Bytes steps: Int = 4,
        convert: @escaping @Sendable (UnsafeBufferPointer<UInt8>, inout OutputBuffer) -> Void
    ) -> Builtin {
        Builtin(
            "\(name)(text)",
            .text,
            1...1,
            summary,
            examples: examples,
            code: Code(writer: { call, output throws(EvaluationError) in
                try call.spend(reading: 0, stepsFor64Bytes: steps)
                return try call.withText(0) { bytes throws(EvaluationError) in convert(bytes, &output) }
            })
        )
    }

    /// Declares a function that makes a text of a text by steps that are no quick ones.
    static func textual(
        _ name: String,
        _ summary: String,
        examples: KeyValuePairs<String, String>,
        stepsFor64Bytes steps: Int,
        text convert: @escaping @Sendable (String) -> String
    ) -> Builtin {
        textual(name, summary, examples: examples, stepsFor64Bytes: steps) { bytes, output in
            output.append(text: convert(String(decoding: bytes, as: UTF8.self)))
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
            default:
                try call.spend(reading: 0, stepsFor64Bytes: 16)
                return Value(try call.text(0)?.utf16Length ?? 0)
            }
        },
        Builtin(
            "substring(text, start, [end])",
            .text,
            2...3,
            "The part of a text from one position up to another, counted from 0; to the end without one.",
            examples: ["substring('Hello', 0, 3)": "\"Hel\"", "substring('Hello', 3)": "\"lo\""],
            code: Code(writer: { call, output throws(EvaluationError) in
                guard try call.isText(0) else { return false }
                let (start, end) = (try call.integer(1) ?? 0, try call.integer(2))
                try call.spend(reading: 0, stepsFor64Bytes: 64)
                return try call.withText(0) { bytes throws(EvaluationError) in
                    output.append(utf16SliceOf: bytes, from: start, to: end)
                }
            })
        ),
        textual(
            "trim",
            "The text without spaces and line ends around it.",
            examples: ["trim('  Hello ')": "\"Hello\""]
        ) { bytes, output in
            output.append(bytes: bytes.trimmingJavaScriptSpaces())
        },
    ]

    /// `lower`, `upper`, `capitalize` and `startcase`.
    private static let textCases: [Builtin] = [
        textual(
            "lower",
            "The text in small letters.",
            examples: ["lower('HELLO')": "\"hello\""],
            stepsFor64Bytes: 64
        ) { bytes, output in output.append(lowercased: bytes) },
        textual(
            "upper",
            "The text in capitals.",
            examples: ["upper('hello')": "\"HELLO\""],
            stepsFor64Bytes: 160
        ) { bytes, output in output.append(uppercased: bytes) },
        textual(
            "capitalize",
            "The text with its first letter as a capital.",
            examples: ["capitalize('hello World')": "\"Hello World\""]
        ) { bytes, output in output.append(capitalized: bytes) },
        textual(
            "startcase",
            "The text with a capital at the start of each word and small letters after it.",
            examples: ["startcase('hello WORLD')": "\"Hello World\""],
            stepsFor64Bytes: 512,
            text: { text in
                var result = ""
                var isStart = true
                for scalar in text.javaScriptLowercased.unicodeScalars {
                    result += isStart ? scalar.properties.uppercaseMapping : String(scalar)
                    isStart = scalar.properties.isWhitespace
                }
                return result
            }
        ),
    ]
}
