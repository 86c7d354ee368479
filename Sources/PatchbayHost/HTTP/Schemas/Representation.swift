import IML

/// How the API writes something as JSON.
///
/// What is written and the schema that tells of it are made of the same members, so that they cannot differ.
struct Representation<Subject>: Sendable {
    /// A member of the object: its schema, and what is written for a subject; nothing where that is undefined.
    struct Member: Sendable {
        let name: String
        let schema: JSONSchema
        let isRequired: Bool
        let content: @Sendable (Subject) -> Value
    }

    /// The object's members, in the order in which they are written.
    let members: [Member]
    /// The schema, by its name in the OpenAPI document.
    let schema: JSONSchema

    /// Makes a representation.
    ///
    /// - Parameters:
    ///   - name: The schema's name in the OpenAPI document.
    ///   - members: The object's members.
    init(_ name: String, _ members: [Member]) {
        self.members = members
        schema = JSONSchema.object(members.map { ($0.name, $0.schema, $0.isRequired) }).named(name)
    }

    /// The subject as JSON.
    func json(_ subject: Subject) -> Value {
        var fields = Fields()
        for member in members {
            let content = member.content(subject)
            if !content.isUndefined { fields[member.name] = content }
        }
        return .collection(fields)
    }

    /// Its members as those of something that has such a subject in it.
    func members<Whole>(of part: @escaping @Sendable (Whole) -> Subject) -> [Representation<Whole>.Member] {
        members.map { member in
            Representation<Whole>.Member(name: member.name, schema: member.schema, isRequired: member.isRequired) {
                member.content(part($0))
            }
        }
    }
}

extension Representation.Member {
    /// A member that is always there.
    static func always(
        _ name: String,
        _ schema: JSONSchema,
        _ content: @escaping @Sendable (Subject) -> Value
    ) -> Self {
        Self(name: name, schema: schema, isRequired: true, content: content)
    }

    /// A member that is left out where its content is undefined.
    static func ifAny(
        _ name: String,
        _ schema: JSONSchema,
        _ content: @escaping @Sendable (Subject) -> Value
    ) -> Self {
        Self(name: name, schema: schema, isRequired: false, content: content)
    }

    /// A text.
    static func text(_ name: String, _ content: @escaping @Sendable (Subject) -> String) -> Self {
        always(name, .string) { .text(content($0)) }
    }

    /// A text that may be missing.
    static func text(_ name: String, ifAny content: @escaping @Sendable (Subject) -> String?) -> Self {
        ifAny(name, .string) { content($0).map(Value.text) ?? .undefined }
    }

    /// A text that may be null.
    static func text(_ name: String, orNull content: @escaping @Sendable (Subject) -> String?) -> Self {
        always(name, .string.orNull) { content($0).map(Value.text) ?? .null }
    }

    /// Some texts.
    static func texts(_ name: String, _ content: @escaping @Sendable (Subject) -> [String]) -> Self {
        always(name, .list(of: .string)) { .array(content($0).map(Value.text)) }
    }

    /// A whole number.
    static func integer(_ name: String, _ content: @escaping @Sendable (Subject) -> Int) -> Self {
        always(name, .integer) { Value(content($0)) }
    }

    /// A whole number that may be missing.
    static func integer(_ name: String, ifAny content: @escaping @Sendable (Subject) -> Int?) -> Self {
        ifAny(name, .integer) { content($0).map { Value($0) } ?? .undefined }
    }

    /// A number.
    static func number(_ name: String, _ content: @escaping @Sendable (Subject) -> Double) -> Self {
        always(name, .number) { Value(content($0)) }
    }

    /// Some things, each with a representation of its own.
    static func list<Element>(
        _ name: String,
        of elements: Representation<Element>,
        _ content: @escaping @Sendable (Subject) -> [Element]
    ) -> Self {
        always(name, .list(of: elements.schema)) { .array(content($0).map(elements.json)) }
    }

    /// A thing with a representation of its own.
    static func part<Part>(
        _ name: String,
        _ part: Representation<Part>,
        _ content: @escaping @Sendable (Subject) -> Part
    ) -> Self {
        always(name, part.schema) { part.json(content($0)) }
    }

    /// A thing with a representation of its own, which may be missing.
    static func part<Part>(
        _ name: String,
        _ part: Representation<Part>,
        ifAny content: @escaping @Sendable (Subject) -> Part?
    ) -> Self {
        ifAny(name, part.schema) { content($0).map(part.json) ?? .undefined }
    }
}
