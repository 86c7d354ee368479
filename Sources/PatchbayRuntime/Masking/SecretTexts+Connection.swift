import IML
import PatchbayBundle

extension SecretTexts {
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
        self.init(commonOf: subject.app.definition)
        if let common = subject.definition.common {
            add(everyTextIn: common)
            add(whatSoundsSecretIn: common.asFields ?? [:])
        }
        add(everyTextIn: .collection(subject.installation.secrets))
        add(whatSoundsSecretIn: subject.installation.secrets)
        let typed = Self.secretParameters(subject.definition.parameters)
        let entered = subject.definition.form.names
        for fields in data {
            add(whatSoundsSecretIn: fields, typed: typed)
            for (key, value) in fields where !entered.contains(key) {
                add(nameLikeToken: key)
                add(whatLooksSecretIn: value)
            }
        }
    }

    /// The secrets in an app's common data.
    init(commonOf app: AppDefinition) {
        self.init()
        add(whatSoundsSecretIn: app.common.asFields ?? [:])
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
}
