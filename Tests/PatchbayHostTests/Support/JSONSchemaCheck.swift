import IML

/// Checks values against JSON Schemas made of the keywords that the API's own use; any other is a mistake.
struct JSONSchemaCheck {
    /// The document the schemas refer into.
    let document: Value

    /// What is wrong with a value, each with its path; empty when nothing is.
    func problems(_ value: Value, _ schema: Value, at path: String = "$") -> [String] {
        guard let keywords = schema.asFields else { return ["\(path): \(schema.jsonText()) is no schema"] }
        return keywords.flatMap { problems(value, $0.key, $0.value, schema, path) }
    }

    private func problems(
        _ value: Value,
        _ keyword: String,
        _ content: Value,
        _ schema: Value,
        _ path: String
    ) -> [String] {
        switch keyword {
        case "$ref": return problems(value, referred(content.text), at: path)
        case "type":
            let types = content.asArray?.map(\.text) ?? [content.text]
            return types.contains { Self.isOf(value, $0) } ? [] : ["\(path): \(value.jsonText()) is no \(types)"]
        case "enum":
            return content.asArray?.contains(value) == true ? [] : ["\(path): \(value.jsonText()) is none of the enum"]
        case "properties":
            return (content.asFields ?? [:]).flatMap { name, schema -> [String] in
                guard let member = value.asFields?[name] else { return [] }
                return problems(member, schema, at: "\(path).\(name)")
            }
        case "required":
            guard let fields = value.asFields else { return [] }
            let missing = (content.asArray ?? []).map(\.text).filter { fields[$0] == nil }
            return missing.map { "\(path): \($0) is missing" }
        case "additionalProperties":
            guard content == false, let fields = value.asFields else { return [] }
            let known = schema["properties"].asFields?.keys ?? []
            return fields.keys.filter { !known.contains($0) }.map { "\(path): \($0) may not be there" }
        case "items":
            return (value.asArray ?? []).enumerated().flatMap { problems($1, content, at: "\(path)[\($0)]") }
        case "minLength":
            return value.asText.map { $0.unicodeScalars.count < content.asInt ?? 0 } == true
                ? ["\(path): is too short"] : []
        case "minimum":
            return value.asInt.map { $0 < content.asInt ?? 0 } == true ? ["\(path): is too small"] : []
        case "description", "format": return []
        default: return ["\(path): the check does not know \(keyword)"]
        }
    }

    private func referred(_ reference: String) -> Value {
        reference.dropFirst(2).split(separator: "/").reduce(document) { $0[String($1)] }
    }

    private static func isOf(_ value: Value, _ type: String) -> Bool {
        switch (type, value) {
        case ("null", .null), ("boolean", .bool), ("string", .text), ("array", .array), ("object", .collection): true
        case ("number", .number): true
        case ("integer", .number): value.asInt != nil
        default: false
        }
    }
}
