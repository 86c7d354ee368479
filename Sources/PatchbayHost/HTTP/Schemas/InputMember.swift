import IML

/// A member of the object a client sends: its schema, and how it is read.
struct InputMember<Content: Sendable>: Sendable {
    /// What can be said of it without knowing what it holds.
    let declaration: InputDeclaration
    /// Its content; `nil` for what is none.
    let read: @Sendable (Value) -> Content?

    fileprivate init(
        _ name: String,
        _ schema: JSONSchema,
        expected: String,
        summary: String?,
        _ read: @escaping @Sendable (Value) -> Content?
    ) {
        let described = summary.map(schema.described) ?? schema
        declaration = InputDeclaration(name: name, content: described, expected: expected) { read($0) != nil }
        self.read = read
    }

    private init(_ declaration: InputDeclaration, _ read: @escaping @Sendable (Value) -> Content?) {
        self.declaration = declaration
        self.read = read
    }

    /// The same member, which may not be left out.
    ///
    /// - Parameter purpose: What it is, for the sentence that says that it is missing: `the code`.
    func required(_ purpose: String) -> InputMember {
        var declaration = declaration
        declaration.purpose = purpose
        return InputMember(declaration, read)
    }
}

/// What a member of the object a client sends is called, and what it may be.
struct InputDeclaration: Sendable {
    let name: String
    fileprivate let content: JSONSchema
    /// What it has to be, in words: `a text`.
    let expected: String
    /// What it is, where it may not be left out.
    fileprivate(set) var purpose: String?
    /// Whether a value is what it has to be.
    let accepts: @Sendable (Value) -> Bool

    fileprivate init(
        name: String,
        content: JSONSchema,
        expected: String,
        accepts: @escaping @Sendable (Value) -> Bool
    ) {
        self.name = name
        self.content = content
        self.expected = expected
        self.accepts = accepts
    }

    /// Its schema; null is as good as nothing where it may be left out.
    var schema: JSONSchema { purpose == nil ? content.orNull : content }
}

extension InputMember<String> {
    /// A text.
    static func text(_ name: String, _ summary: String? = nil) -> Self {
        Self(name, .string, expected: "a text", summary: summary, \.asText)
    }

    /// A text that is not empty.
    static func filledText(_ name: String, _ summary: String? = nil) -> Self {
        Self(name, .string.with("minLength", 1), expected: "a text that is not empty", summary: summary) { value in
            value.asText.flatMap { $0.isEmpty ? nil : $0 }
        }
    }
}

extension InputMember<Fields> {
    /// An object, of which some members may be known.
    static func object(_ name: String, _ summary: String? = nil, knowing members: [InputDeclaration] = []) -> Self {
        let schema: JSONSchema =
            members.isEmpty ? .object : .object(members.map { ($0.name, $0.schema, $0.purpose != nil) })
        return Self(name, schema, expected: "an object", summary: summary, \.asFields)
    }
}

extension InputMember<[String]> {
    /// A list of texts.
    static func texts(_ name: String, _ summary: String? = nil) -> Self {
        Self(name, .list(of: .string), expected: "a list of texts", summary: summary) { value in
            guard let elements = value.asArray, elements.allSatisfy({ $0.asText != nil }) else { return nil }
            return elements.map(\.text)
        }
    }
}

extension InputMember<Int> {
    /// A whole number of things of which there has to be one at least.
    static func count(_ name: String, _ summary: String? = nil) -> Self {
        Self(
            name,
            .integer.with("minimum", 1),
            expected: "a whole number from 1",
            summary: summary
        ) { value in value.asInt.flatMap { $0 >= 1 ? $0 : nil } }
    }
}
