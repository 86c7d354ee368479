import PatchbayText

extension RegexSet.Property {
    /// Reads what stands in `\p{…}`: a general category or a binary property; `nil` for others.
    init?(_ name: String, negated: Bool) {
        let parts = name.parts(between: "=")
        if parts.count == 2 {
            guard parts[0].isExactly(oneOf: "General_Category", "gc") else { return nil }
        }
        let value = String(parts[parts.count - 1])
        self.negated = negated
        if let categories = Self.categories(value) {
            matches = { categories.contains($0.properties.generalCategory) }
            return
        }
        guard parts.count == 1, let property = Self.binary(value) else { return nil }
        matches = property
    }

    private static func categories(_ name: String) -> Set<Unicode.GeneralCategory>? {
        switch ExactText(name) {
        case "L", "Letter":
            [.uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter]
        case "Lu", "Uppercase_Letter": [.uppercaseLetter]
        case "Ll", "Lowercase_Letter": [.lowercaseLetter]
        case "Lt", "Titlecase_Letter": [.titlecaseLetter]
        case "Lm", "Modifier_Letter": [.modifierLetter]
        case "Lo", "Other_Letter": [.otherLetter]
        case "M", "Mark": [.nonspacingMark, .spacingMark, .enclosingMark]
        case "Mn", "Nonspacing_Mark": [.nonspacingMark]
        case "N", "Number": [.decimalNumber, .letterNumber, .otherNumber]
        case "Nd", "Decimal_Number": [.decimalNumber]
        case "P", "Punctuation":
            [
                .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
                .finalPunctuation, .otherPunctuation,
            ]
        case "S", "Symbol": [.mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol]
        case "Sc", "Currency_Symbol": [.currencySymbol]
        case "Z", "Separator": [.spaceSeparator, .lineSeparator, .paragraphSeparator]
        case "Zs", "Space_Separator": [.spaceSeparator]
        case "Cc", "Control": [.control]
        default: nil
        }
    }

    private static func binary(_ name: String) -> (@Sendable (Unicode.Scalar) -> Bool)? {
        switch ExactText(name) {
        case "Any": { _ in true }
        case "ASCII": { $0.isASCII }
        case "Alphabetic", "Alpha": { $0.properties.isAlphabetic }
        case "Lowercase", "Lower": { $0.properties.isLowercase }
        case "Uppercase", "Upper": { $0.properties.isUppercase }
        case "White_Space", "space": { $0.properties.isWhitespace }
        case "Emoji": { $0.properties.isEmoji }
        case "Emoji_Presentation", "EPres": { $0.properties.isEmojiPresentation }
        case "Emoji_Modifier", "EMod": { $0.properties.isEmojiModifier }
        default: nil
        }
    }
}
