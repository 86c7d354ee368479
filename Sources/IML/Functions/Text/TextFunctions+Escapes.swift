import PatchbayText

extension Builtin {
    /// `encodeURL`, `decodeURL`, `stripHTML`, `escapeHTML` and `escapeMarkdown`.
    static let textEscapes: [Builtin] = [
        textual(
            "encodeURL",
            "The text with every character that has a meaning in a URL as %XX, as JavaScript's encodeURIComponent.",
            examples: ["encodeURL('a b&c=č')": "\"a%20b%26c%3D%C4%8D\""],
            stepsFor64Bytes: 32
        ) { PercentEncoding.append($0, keeping: .component, to: &$1) },
        Builtin(
            "decodeURL(text)",
            .text,
            1...1,
            "The text with every %XX as what it stands for.",
            examples: ["decodeURL('a%20b%C4%8D')": "\"a bč\""]
        ) { call throws(EvaluationError) in
            guard let text = try call.text(0) else { return .null }
            try call.spend(reading: 0, stepsFor64Bytes: 24)
            guard let bytes = PercentEncoding.decodeStrictly(text.utf8),
                let decoded = String(validating: bytes, as: UTF8.self)
            else {
                throw call.failure(0, expected: "a text in which every % stands before the two digits of a UTF-8 byte")
            }
            return .text(decoded)
        },
        textual(
            "stripHTML",
            "The text without the tags, comments and declarations of HTML.",
            examples: ["stripHTML('<b>Hello</b> <i class=\"x\">World</i>')": "\"Hello World\""],
            stepsFor64Bytes: 32,
            text: { Escapes.withoutTags($0) }
        ),
        textual(
            "escapeHTML",
            "The text with the characters that have a meaning in HTML as character references.",
            examples: ["escapeHTML('<b>Hello</b>')": "\"&lt;b&gt;Hello&lt;/b&gt;\""]
        ) { Escapes.appendHTML($0, to: &$1) },
        textual(
            "escapeMarkdown",
            "The text with the characters that have a meaning in Markdown as character references.",
            examples: ["escapeMarkdown('# Header')": "\"&#35; Header\""],
            stepsFor64Bytes: 320
        ) { Escapes.appendMarkdown($0, to: &$1) },
    ]
}
