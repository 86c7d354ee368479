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

    /// Whether the value is the same for every scope.
    public var isConstant: Bool {
        switch self {
        case .constant: true
        case .template(let template): template.constant != nil
        case .array(let elements): elements.allSatisfy(\.isConstant)
        case .object(let entries): entries.allSatisfy { $0.hasConstantKey && $0.value.isConstant }
        }
    }

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

extension TemplateTree.Entry {
    fileprivate var hasConstantKey: Bool {
        switch key {
        case .text: true
        case .template(let template): template.constant != nil
        case .spread: false
        }
    }
}
