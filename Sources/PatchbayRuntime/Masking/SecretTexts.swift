import IML

/// The texts of a call that must not be shown: credentials the user entered, tokens, a connection's common data.
struct SecretTexts: Sendable, CustomStringConvertible {
    private var texts: [String] = []

    /// Shorter texts are not masked: they would blot out ordinary words and digits.
    private static let shortest = 4

    /// Knows nothing to hide yet.
    init() {}

    /// Adds every text inside a value.
    mutating func add(everyTextIn value: Value) {
        switch value {
        case .text(let text): add(text)
        case .number(let number): add(number.description)
        case .array(let elements): for element in elements { add(everyTextIn: element) }
        case .collection(let fields): for (_, element) in fields { add(everyTextIn: element) }
        default: break
        }
    }

    /// Adds what others hide.
    mutating func add(_ others: SecretTexts) {
        for text in others.texts { add(text) }
    }

    private mutating func add(_ text: String) {
        guard text.utf8.count >= Self.shortest, !texts.contains(text) else { return }
        // Longest first, so that a secret that contains another is masked whole.
        let index = texts.firstIndex { $0.utf8.count < text.utf8.count } ?? texts.endIndex
        texts.insert(text, at: index)
    }

    /// Whether there is nothing to hide.
    var isEmpty: Bool { texts.isEmpty }

    /// Whether a text holds one of the secrets, as it is or percent-encoded.
    func occur(in text: String) -> Bool {
        texts.contains { text.contains($0) || text.contains(PercentEncoder.component.encode($0)) }
    }

    /// A text with every secret in it masked, as it is or percent-encoded.
    func masked(_ text: String) -> String {
        var masked = text
        for secret in texts {
            for form in [secret, PercentEncoder.component.encode(secret)] where masked.contains(form) {
                masked = masked.replacing(form, with: Self.mask)
            }
        }
        return masked
    }

    /// What stands in a secret's place.
    static let mask = "‹secret›"

    /// Shows how many there are, never what they are.
    var description: String { "\(texts.count) secret texts" }
}
