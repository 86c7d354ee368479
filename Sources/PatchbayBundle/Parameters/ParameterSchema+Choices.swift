import IML

extension ParameterSchema {
    /// What a list asks of the object that holds its values, beside their types: what must be there, who knows more
    /// parameters, and what choices bring along.
    static func rules(of list: ParameterList, among properties: SchemaProperties) -> Fields {
        var rules: Fields = [:]
        let required = list.parameters.filter(\.mustBeGiven).map { Value.text($0.name) }
        if !required.isEmpty { rules["required"] = .array(required) }
        if !list.references.isEmpty { rules["x-fields"] = .array(list.references.map(Value.text)) }
        var dependent: Fields = [:]
        for parameter in list.parameters {
            let choices = choices(of: parameter, among: properties)
            if !choices.isEmpty {
                dependent[parameter.name] = choices.count == 1 ? choices[0] : ["allOf": .array(choices)]
            }
        }
        if !dependent.isEmpty { rules["dependentSchemas"] = .collection(dependent) }
        return rules
    }

    /// What each choice of a parameter brings into the object.
    private static func choices(of parameter: Parameter, among properties: SchemaProperties) -> [Value] {
        let always = ParameterList(parameters: parameter.nested, references: parameter.nestedReferences)
        let any: Value = parameter.type == .boolean ? ["const": true] : ["not": ["enum": [.null, ""]]]
        let options = (parameter.options ?? []).map { option -> (Value, ParameterList) in
            let chosen: Value = ["const": option.value]
            return (
                parameter.isMultiple ? ["contains": chosen] : chosen,
                ParameterList(parameters: option.nested, references: option.nestedReferences)
            )
        }
        return ([(any, always)] + options).compactMap { condition, list in
            guard !list.isEmpty else { return nil }
            return [
                "if": ["properties": .collection([parameter.name: condition])],
                "then": .collection(joined(list, among: properties)),
            ]
        }
    }

    /// The parameters that join, by name; their schemas stand among the object's own properties.
    private static func joined(_ list: ParameterList, among properties: SchemaProperties) -> Fields {
        var joined: Fields = [:]
        for parameter in list.parameters {
            joined[parameter.name] = properties.isAmbiguous(parameter.name) ? schema(parameter) : true
        }
        var schema: Fields = joined.isEmpty ? [:] : ["properties": .collection(joined)]
        schema.merge(rules(of: list, among: properties))
        return schema
    }
}

/// The properties of an object: its own parameters and all that may join them; of one name there may be several.
struct SchemaProperties {
    private var schemas: [String: [Value]] = [:]
    private var names: [String] = []

    /// Adds parameters, and those their choices bring along.
    mutating func add(_ parameters: [Parameter]) {
        for parameter in parameters {
            let schema = ParameterSchema.schema(parameter)
            if schemas[parameter.name] == nil { names.append(parameter.name) }
            if schemas[parameter.name]?.contains(schema) != true { schemas[parameter.name, default: []].append(schema) }
            add(parameter.nested)
            for option in parameter.options ?? [] { add(option.nested) }
        }
    }

    /// Whether parameters of one name differ, so that only the choice tells which it is.
    func isAmbiguous(_ name: String) -> Bool { (schemas[name]?.count ?? 0) > 1 }

    /// The properties as a schema has them, in the order of the form.
    var schema: Value {
        var properties = Fields()
        for name in names {
            let all = schemas[name] ?? []
            properties[name] = all.count == 1 ? all[0] : ["anyOf": .array(all)]
        }
        return .collection(properties)
    }
}

extension Parameter {
    /// Whether a caller has to give a value whatever else is given.
    fileprivate var mustBeGiven: Bool { isRequired && defaultValue == .undefined && visibility == nil }

    /// The members of a collection, or of the collections in an array.
    var memberList: ParameterList { ParameterList(parameters: members, references: memberReferences) }
}
