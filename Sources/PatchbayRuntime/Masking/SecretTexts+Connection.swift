import IML
import PatchbayBundle

extension SecretTexts {
    private static let secretWords = [
        "token", "secret", "password", "passwd", "passphrase", "apikey", "api_key", "privatekey", "private_key",
        "credential", "authorization", "session", "cookie", "jwt",
    ]

    /// The secrets of a connection: what was entered into password-like parameters, tokens, its common data, and what
    /// whoever runs the host filled in for it.
    ///
    /// What the service gave is one by its name, or by its look whatever the spec calls it.
    ///
    /// Of the app's common data only what sounds secret is one: the rest of it is shown to every module.
    ///
    /// - Parameters:
    ///   - subject: The connection's spec and its app.
    ///   - data: The connection's data, now and earlier.
    init(_ subject: ConnectionSession.Subject, data: [Fields]) {
        self.init()
        add(subject.app.secrets)
        if let common = subject.definition.common {
            add(everyTextIn: common)
            add(whatSoundsSecretIn: common.asFields ?? [:], typed: [])
        }
        add(everyTextIn: .collection(subject.installation.secrets))
        add(whatSoundsSecretIn: subject.installation.secrets, typed: [])
        let typed = Self.secretParameters(subject.definition.parameters)
        let entered = subject.definition.form.names
        for fields in data {
            add(whatSoundsSecretIn: fields, typed: typed)
            for (key, value) in fields where !entered.contains(key) { add(whatLooksSecretIn: value) }
        }
    }

    /// The secrets in an app's common data.
    init(commonOf app: AppDefinition) {
        self.init()
        add(whatSoundsSecretIn: app.common.asFields ?? [:], typed: [])
    }

    private mutating func add(whatSoundsSecretIn fields: Fields, typed: Set<String>) {
        for (key, value) in fields {
            if typed.contains(key) || Self.soundsSecret(key) {
                add(everyTextIn: value, named: true)
            } else if case .collection(let inner) = value {
                add(whatSoundsSecretIn: inner, typed: typed)
            }
        }
    }

    private mutating func add(whatLooksSecretIn value: Value) {
        switch value {
        case .text(let text) where Self.looksSecret(text): add(everyTextIn: value)
        case .array(let elements): for element in elements { add(whatLooksSecretIn: element) }
        case .collection(let fields): for (_, element) in fields { add(whatLooksSecretIn: element) }
        default: break
        }
    }

    /// Whether a text has the look of a token: in it letters and digits, no fewer than sixteen in a row with `-` and `_`.
    private static func looksSecret(_ text: String) -> Bool {
        text.split { !($0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_")) }.contains { run in
            run.utf8.count >= 16 && run.contains(where: \.isNumber) && run.count(where: \.isLetter) >= 4
        }
    }

    private static func secretParameters(_ parameters: Value) -> Set<String> {
        guard case .array(let list) = parameters else { return [] }
        return Set(
            list.compactMap { parameter in
                guard let type = parameter["type"].asText, ParameterType(rawValue: type)?.isSecret == true else {
                    return nil
                }
                return parameter["name"].asText
            }
        )
    }

    private static func soundsSecret(_ key: String) -> Bool {
        let key = key.lowercased()
        return secretWords.contains { key.contains($0) } || key.hasSuffix("key")
    }
}
