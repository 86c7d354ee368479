import IML

/// A JSON Schema (draft 2020-12) together with the named schemas it refers to.
struct JSONSchema: Sendable {
    /// The schema.
    let value: Value
    /// The schemas it refers to, themselves and through one another, by their names.
    private(set) var definitions: [String: Value] = [:]

    /// Takes a schema that refers to nothing.
    init(_ value: Value) {
        self.value = value
    }

    private init(_ value: Value, definitions: [String: Value]) {
        self.value = value
        self.definitions = definitions
    }

    static let string = JSONSchema(["type": "string"])
    static let integer = JSONSchema(["type": "integer"])
    static let number = JSONSchema(["type": "number"])
    static let boolean = JSONSchema(["type": "boolean"])
    static let object = JSONSchema(["type": "object"])
    /// Any value.
    static let anything = JSONSchema(.collection([:]))

    /// One of some texts.
    static func oneOf(_ texts: [String]) -> JSONSchema {
        JSONSchema(["type": "string", "enum": .array(texts.map(Value.text))])
    }

    /// One of the texts an enumeration's cases stand for.
    static func oneOf<Cases: CaseIterable & RawRepresentable<String>>(_ cases: Cases.Type) -> JSONSchema {
        oneOf(cases.allCases.map(\.rawValue))
    }

    /// An array.
    static func list(of items: JSONSchema) -> JSONSchema {
        JSONSchema(["type": "array", "items": items.value], definitions: items.definitions)
    }

    /// An object with these members.
    ///
    /// - Parameter isClosed: Whether it may have no others.
    static func object(
        _ members: [(name: String, schema: JSONSchema, isRequired: Bool)],
        isClosed: Bool = false
    ) -> JSONSchema {
        var properties: Fields = [:]
        var definitions: [String: Value] = [:]
        for member in members {
            properties[member.name] = member.schema.value
            definitions.merge(member.schema.definitions) { known, _ in known }
        }
        var schema: Fields = ["type": "object", "properties": .collection(properties)]
        let required = members.filter(\.isRequired).map { Value.text($0.name) }
        if !required.isEmpty { schema["required"] = .array(required) }
        if isClosed { schema["additionalProperties"] = false }
        return JSONSchema(.collection(schema), definitions: definitions)
    }

    /// The same schema under a name, to be referred to.
    func named(_ name: String) -> JSONSchema {
        var definitions = definitions
        definitions[name] = value
        return JSONSchema(["$ref": .text("#/components/schemas/\(name)")], definitions: definitions)
    }

    /// The same values, or null.
    var orNull: JSONSchema {
        guard case .text(let type) = value["type"] else { return self }
        return with("type", [.text(type), "null"])
    }

    /// The same values, with words for people.
    func described(_ words: String) -> JSONSchema { with("description", .text(words)) }

    /// The same schema with one more keyword.
    func with(_ keyword: String, _ content: Value) -> JSONSchema {
        var fields = value.asFields ?? [:]
        fields[keyword] = content
        return JSONSchema(.collection(fields), definitions: definitions)
    }
}
