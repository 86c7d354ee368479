package import IML

extension ParameterForm {
    /// What a caller entered into parameters for secrets (`password`, `pkey`, `cert`), wherever in the form they stand.
    ///
    /// - Parameter input: The input, checked or not.
    /// - Returns: The values; empty for a form without such parameters.
    package func secrets(in input: Fields) -> [Value] {
        holdsSecrets ? parameters.flatMap { $0.secrets(beside: input) } : []
    }
}

extension Parameter {
    /// Whether it takes something secret, or brings along or holds a parameter that does.
    var holdsSecrets: Bool {
        type?.isSecret == true || (joining + members + element).contains(where: \.holdsSecrets)
    }

    /// Every parameter a choice may bring along.
    private var joining: [Parameter] { nested + (options ?? []).flatMap(\.nested) }

    /// The secrets among the entries the parameter is one of.
    fileprivate func secrets(beside entries: Fields) -> [Value] {
        secrets(in: entries[name] ?? .undefined) + joining.flatMap { $0.secrets(beside: entries) }
    }

    private func secrets(in value: Value) -> [Value] {
        switch value {
        case .undefined, .null: []
        case _ where type?.isSecret == true: [value]
        case .collection(let fields): members.flatMap { $0.secrets(beside: fields) }
        case .array(let elements):
            elements.flatMap { item in
                element.flatMap { $0.secrets(in: item) }
                    + members.flatMap { member in item.asFields.map { member.secrets(beside: $0) } ?? [] }
            }
        default: []
        }
    }
}

extension ParameterType {
    /// Whether what is entered must not be shown to others.
    package var isSecret: Bool {
        switch self {
        case .password, .pkey, .cert: true
        default: false
        }
    }
}
