import IML

/// The texts that must not be shown: credentials the user entered, tokens, a connection's common data.
struct SecretTexts: Sendable, CustomStringConvertible {
    /// What is looked for wherever it stands.
    private(set) var texts: Set<[UInt8]> = []
    /// What is looked for as whole words only.
    private(set) var shorts: Set<[UInt8]> = []

    /// Values that are no secret, whatever their name: to mask them would make nonsense of what is shown.
    private static let ordinary: Set<String> = ["true", "false", "null", "none", "undefined"]

    /// Knows nothing to hide yet.
    init() {}

    /// Adds every text inside a value, and the names that look like tokens.
    ///
    /// - Parameter named: Whether the value's name says that it is secret, so that even its shortest texts count.
    mutating func add(everyTextIn value: Value, named: Bool = false) {
        switch value {
        case .text(let text): add(text, named: named)
        case .number(let number): add(number.description, named: named)
        case .array(let elements): for element in elements { add(everyTextIn: element, named: named) }
        case .collection(let fields):
            for (key, element) in fields {
                add(nameLikeToken: key)
                add(everyTextIn: element, named: named)
            }
        default: break
        }
    }

    /// Adds the value of an `Authorization`, with its scheme and without.
    mutating func add(credentials: String) {
        add(credentials)
        if let space = credentials.firstIndex(of: " ") { add(String(credentials[credentials.index(after: space)...])) }
    }

    /// Adds what others hide.
    mutating func add(_ others: SecretTexts) {
        texts.formUnion(others.texts)
        shorts.formUnion(others.shorts)
    }

    /// Adds a text.
    ///
    /// - Parameter named: Whether its name says that it is secret: a short one counts only then.
    mutating func add(_ text: String, named: Bool = false) {
        let bytes = Array(text.utf8)
        if bytes.count < ShortSecrets.limit {
            if named, !bytes.isEmpty { shorts.insert(bytes) }
        } else if bytes.count > 9 || !Self.ordinary.contains(text.lowercased()) {
            texts.insert(bytes)
        }
    }

    /// Whether there is nothing to hide.
    var isEmpty: Bool { texts.isEmpty && shorts.isEmpty }

    /// Shows how many there are, never what they are.
    var description: String { "\(texts.count + shorts.count) secret texts" }
}
