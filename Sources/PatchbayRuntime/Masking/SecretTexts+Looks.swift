import IML

// What is secret by its name, or by its look.

extension SecretTexts {
    private static let secretWords = [
        "token", "secret", "password", "passwd", "passphrase", "apikey", "api_key", "privatekey", "private_key",
        "credential", "authorization", "session", "cookie", "jwt",
    ]

    /// Adds what stands under names that sound secret, at any depth.
    ///
    /// - Parameters:
    ///   - fields: Where to look.
    ///   - typed: More names of secrets.
    mutating func add(whatSoundsSecretIn fields: Fields, typed: Set<String> = []) {
        for (key, value) in fields {
            if typed.contains(key) || Self.soundsSecret(key) {
                add(everyTextIn: value, named: true)
            } else if case .collection(let inner) = value {
                add(whatSoundsSecretIn: inner, typed: typed)
            }
        }
    }

    /// Adds the texts and names that have the look of tokens.
    mutating func add(whatLooksSecretIn value: Value) {
        switch value {
        case .text(let text): if Self.looksSecret(text) { add(text) }
        case .array(let elements): for element in elements { add(whatLooksSecretIn: element) }
        case .collection(let fields):
            for (key, element) in fields {
                add(nameLikeToken: key)
                add(whatLooksSecretIn: element)
            }
        default: break
        }
    }

    /// Adds what sounds or looks secret in an answer that gives credentials, whether it can be read or not.
    ///
    /// - Parameters:
    ///   - value: The answer's body as it is read.
    ///   - isRefusal: Whether it gives none, so that only names count: refusals hold ids people have to quote.
    mutating func add(whatIsSecretInAnswer value: Value, isRefusal: Bool) {
        switch value {
        case .text(let text): if !isRefusal { for run in Self.tokens(in: text) { add(String(run)) } }
        case .array(let elements):
            for element in elements { add(whatIsSecretInAnswer: element, isRefusal: isRefusal) }
        case .collection(let fields):
            for (key, element) in fields {
                if Self.soundsSecret(key) {
                    add(everyTextIn: element, named: true)
                } else {
                    add(whatIsSecretInAnswer: element, isRefusal: isRefusal)
                }
                if !isRefusal { add(nameLikeToken: key) }
            }
        default: break
        }
    }

    /// Adds a name that has the look of a token: `{"sessions": {"<token>": …}}`.
    mutating func add(nameLikeToken name: String) {
        if Self.looksSecret(name) { add(name) }
    }

    /// Whether a name says that its value is secret.
    static func soundsSecret(_ name: String) -> Bool {
        let name = name.lowercased()
        return secretWords.contains { name.contains($0) } || name.hasSuffix("key")
    }

    /// Whether a text has the look of a token: in it letters and digits, no fewer than sixteen in a row with `-` and `_`.
    static func looksSecret(_ text: String) -> Bool { !tokens(in: text).isEmpty }

    /// The runs that look like tokens.
    private static func tokens(in text: String) -> [Substring] {
        let runs = text.utf8.count < 16 ? [] : text.split { !$0.isTokenCharacter }
        return runs.filter { run in
            run.utf8.count >= 16 && run.contains(where: \.isNumber) && run.count(where: \.isLetter) >= 4
        }
    }
}

extension Character {
    fileprivate var isTokenCharacter: Bool { isASCII && (isLetter || isNumber || self == "-" || self == "_") }
}
