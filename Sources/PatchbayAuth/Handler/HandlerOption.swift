/// An entry of the object a handler takes credentials and options from, as the handler declares it for validation.
public struct HandlerOption: Sendable, Hashable {
    /// What the entry's value may be where it is no template.
    public enum Kind: Sendable, Hashable {
        /// A text, a number or a boolean.
        case scalar
        /// `true` or `false`.
        case flag
        /// One of some words, spelled so.
        case word([String])
    }

    /// The key, such as `consumer_key`.
    public let name: String

    /// What its value may be.
    public let kind: Kind

    /// Declares an entry.
    public init(_ name: String, _ kind: Kind = .scalar) {
        self.name = name
        self.kind = kind
    }
}
