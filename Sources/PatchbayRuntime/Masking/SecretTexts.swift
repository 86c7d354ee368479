import IML

/// The texts of a call that must not be shown: credentials the user entered, tokens, a connection's common data.
struct SecretTexts: Sendable, CustomStringConvertible {
    /// A secret and, made once, the forms it is looked for in.
    private struct Secret {
        let text: String
        let forms: [String]
    }

    private var texts: [Secret] = []
    /// Secrets too short to be looked for inside words: they would blot out ordinary text.
    private var words: [String] = []

    /// Shorter texts are masked as whole words and whole values only, and only when their name says that they are secret.
    private static let shortest = 4

    /// Knows nothing to hide yet.
    init() {}

    /// Adds every text inside a value.
    ///
    /// - Parameter named: Whether the value's name says that it is secret, so that even its shortest texts count.
    mutating func add(everyTextIn value: Value, named: Bool = false) {
        switch value {
        case .text(let text): add(text, named: named)
        case .number(let number): add(number.description, named: named)
        case .array(let elements): for element in elements { add(everyTextIn: element, named: named) }
        case .collection(let fields): for (_, element) in fields { add(everyTextIn: element, named: named) }
        default: break
        }
    }

    /// Adds the value of an `Authorization`, with its scheme and without.
    mutating func add(credentials: String) {
        add(credentials, named: false)
        if let space = credentials.firstIndex(of: " ") {
            add(String(credentials[credentials.index(after: space)...]), named: false)
        }
    }

    /// Adds what others hide.
    mutating func add(_ others: SecretTexts) {
        for secret in others.texts { insert(secret.text) { secret.forms } }
        for word in others.words { add(word, named: true) }
    }

    private mutating func add(_ text: String, named: Bool) {
        if text.utf8.count < Self.shortest {
            if named, !text.isEmpty, !words.contains(text) { words.append(text) }
            return
        }
        insert(text) { SecretForms.all(of: text) }
    }

    /// Inserts the longest first, so that a secret that contains another is masked whole.
    private mutating func insert(_ text: String, forms: () -> [String]) {
        guard !texts.contains(where: { $0.text == text }) else { return }
        let index = texts.firstIndex { $0.text.utf8.count < text.utf8.count } ?? texts.endIndex
        texts.insert(Secret(text: text, forms: forms()), at: index)
    }

    /// Whether there is nothing to hide.
    var isEmpty: Bool { texts.isEmpty && words.isEmpty }

    /// Whether a text holds one of the secrets, in one of the forms it is sent in, or is a short one.
    func occur(in text: String) -> Bool {
        words.contains(text) || texts.contains { $0.forms.contains { text.contains($0) } }
    }

    /// A text with every secret in it masked, as it is or as it is sent in addresses, forms and JSON.
    func masked(_ text: String) -> String {
        var masked = text
        for secret in texts {
            for form in secret.forms where masked.contains(form) {
                masked = masked.replacing(form, with: Self.mask)
            }
        }
        for word in words where masked.contains(word) { masked = Self.masked(masked, word: word) }
        return masked
    }

    /// A text with a word masked where it stands by itself.
    private static func masked(_ text: String, word: String) -> String {
        var result = ""
        var rest = text[...]
        while let found = rest.firstRange(of: word) {
            let before = found.lowerBound == text.startIndex ? nil : text[text.index(before: found.lowerBound)]
            let after = found.upperBound == text.endIndex ? nil : text[found.upperBound]
            let isWhole = ![before, after].contains { $0.map { $0.isLetter || $0.isNumber } ?? false }
            result += rest[..<found.lowerBound]
            result += isWhole ? mask : word
            rest = rest[found.upperBound...]
        }
        return result + rest
    }

    /// What stands in a secret's place.
    static let mask = "‹secret›"

    /// Shows how many there are, never what they are.
    var description: String { "\(texts.count + words.count) secret texts" }
}

// MARK: - Structures

extension SecretTexts {
    /// A value with every secret in its texts masked; numbers and whole texts are compared as they are.
    func masked(_ value: Value) -> Value {
        guard !isEmpty else { return value }
        switch value {
        case .text(let text): return .text(masked(text))
        case .number(let number):
            let text = number.description
            return texts.contains { $0.text == text } || words.contains(text) ? .text(Self.mask) : value
        case .array(let elements): return .array(elements.map(masked))
        case .collection(let fields): return .collection(fields.mapValues(masked))
        default: return value
        }
    }

    /// A text that was cut off, with every secret masked, the one included whose beginning stands at the cut.
    func maskedToItsCut(_ text: String) -> String {
        var masked = masked(text)
        for secret in texts {
            for form in secret.forms {
                var beginning = form.dropLast()
                while !beginning.isEmpty, !masked.hasSuffix(beginning) { beginning = beginning.dropLast() }
                masked.removeLast(beginning.count)
            }
        }
        return masked
    }
}
