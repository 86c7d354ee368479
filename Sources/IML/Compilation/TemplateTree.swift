/// A JSON value of a spec with its templates compiled.
public indirect enum TemplateTree: Sendable {
    /// A value without templates.
    case constant(Value)
    /// A text with expressions.
    case template(Template)
    /// An array with a template somewhere in it.
    case array([TemplateTree])
    /// An object with a template somewhere in it.
    case object([Entry])

    /// A member of an object.
    public struct Entry: Sendable {
        /// What the member is called.
        public enum Key: Sendable {
            /// A name.
            case text(String)
            /// A name that is evaluated; null and undefined drop the member.
            case template(Template)
            /// `{{...}}`: the value is a collection whose members are put in here.
            case spread
        }

        /// The name.
        public var key: Key
        /// The value.
        public var value: TemplateTree

        /// Makes a member.
        public init(key: Key, value: TemplateTree) {
            self.key = key
            self.value = value
        }
    }

    /// Whether any template of it calls a function of the app, so that it has to be evaluated with a ``ScriptJournal``.
    public var callsAppFunctions: Bool { templates.contains(where: \.callsAppFunctions) }

    /// Every template of it, those of keys included, in order.
    public var templates: [Template] {
        switch self {
        case .constant: []
        case .template(let template): [template]
        case .array(let elements): elements.flatMap(\.templates)
        case .object(let entries):
            entries.flatMap { entry in
                if case .template(let key) = entry.key { return [key] + entry.value.templates }
                return entry.value.templates
            }
        }
    }
}
