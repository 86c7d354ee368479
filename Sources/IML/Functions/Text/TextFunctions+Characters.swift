import PatchbayText

extension Builtin {
    /// `ascii` and `replaceEmojiCharacters`.
    static let textCharacters: [Builtin] = [
        Builtin(
            "ascii(text, [removeDiacritics])",
            .text,
            1...2,
            "The text without characters that are not ASCII; letters keep their base when their marks are removed.",
            examples: ["ascii('ěMaěkeě')": "\"Make\"", "ascii('ěščřž', true)": "\"escrz\""]
        ) { call throws(EvaluationError) in
            guard let text = try call.text(0) else { return .null }
            let keepsBases = call.flag(1) ?? false
            try call.spend(reading: 0, stepsFor64Bytes: keepsBases ? 160 : 8)
            let plain = String.written { output in
                text.withBytes { bytes in
                    if keepsBases { return Diacritics.appendASCII(of: bytes, to: &output) }
                    for byte in bytes where byte < 0x80 { output.append(byte) }
                }
            }
            return try call.result(plain)
        },
        Builtin(
            "replaceEmojiCharacters(text, replacement)",
            .text,
            1...2,
            "The text with every emoji replaced.",
            examples: ["replaceEmojiCharacters('Hi 👋🏽!', '*')": "\"Hi *!\""]
        ) { call throws(EvaluationError) in
            guard let text = try call.text(0) else { return .null }
            let replacement = try call.text(1) ?? ""
            if text.isASCIIOnly { return .text(text) }
            try call.spend(reading: 0, stepsFor64Bytes: 640)
            var result = ""
            for character in text {
                if character.isEmoji {
                    result += replacement
                } else {
                    result.append(character)
                }
                if result.utf8.count > call.limits.outputBytes { break }
            }
            return try call.result(result)
        },
    ]
}

extension Character {
    /// Whether a reader sees an emoji: one shown as such by itself or because of a selector, a flag or a keycap.
    fileprivate var isEmoji: Bool {
        guard let first = unicodeScalars.first else { return false }
        if first.properties.isEmojiPresentation { return true }
        guard first.properties.isEmoji else { return false }
        return unicodeScalars.dropFirst().contains { $0 == "\u{FE0F}" || $0.properties.isEmojiModifier }
    }
}
