package import IML
import PatchbayText

extension ParameterForm {
    /// The form as a JSON Schema (draft 2020-12) of the input it takes.
    ///
    /// It says what can be said without asking the service: options an RPC gives stay open, with `x-options` naming the
    /// RPC, and `x-fields` names the RPCs that give more parameters. Parameters that join the form by a choice are
    /// optional properties; which choice asks for them stands in `dependentSchemas`, not in an `allOf`, which clients that
    /// offer tools to models do not take at the top. What options mean to people stands in `enumDescriptions`.
    package var jsonSchema: Value {
        .collection(ParameterSchema.object(ParameterList(parameters: parameters, references: references)))
    }
}

/// Parameters, and the RPCs that give more of them.
struct ParameterList {
    var parameters: [Parameter] = []
    var references: [String] = []

    var isEmpty: Bool { parameters.isEmpty && references.isEmpty }
}

/// Writes parameters as JSON Schema.
enum ParameterSchema {
    /// A collection of some parameters.
    static func object(_ list: ParameterList) -> Fields {
        var properties = SchemaProperties()
        properties.add(list.parameters)
        var schema: Fields = ["type": "object", "properties": properties.schema]
        schema.merge(rules(of: list, among: properties))
        return schema
    }

    /// A parameter's value.
    static func schema(_ parameter: Parameter) -> Value {
        var schema = shape(parameter)
        if let label = parameter.label { schema["title"] = .text(label) }
        if let help = parameter.help { schema["description"] = .text(help) }
        if parameter.defaultValue != .undefined { schema["default"] = parameter.defaultValue }
        if let visibility = parameter.visibility { schema["x-visible"] = .text(visibility.source) }
        return .collection(schema)
    }

    private static func shape(_ parameter: Parameter) -> Fields {
        switch parameter.type {
        case .boolean?: return ["type": "boolean"]
        case .number?: return range(["type": "number"], parameter)
        case .integer?: return range(["type": "integer"], parameter)
        case .uinteger?: return range(["type": "integer", "minimum": 0], parameter)
        case .port?: return range(["type": "integer", "minimum": 1, "maximum": 65_535], parameter)
        case .date?, .timestamp?: return ["type": ["string", "number"], "format": "date-time"]
        case .time?: return ["type": ["string", "number"]]
        case .password?: return text(parameter, format: "password")
        case .email?: return text(parameter, format: "email")
        case .url?: return text(parameter, format: "uri")
        case .uuid?: return text(parameter, format: "uuid")
        case .select?: return choice(parameter)
        case .array?: return array(parameter)
        case .collection?: return object(parameter.memberList)
        case .buffer?: return buffer
        case .any?, .json?, .filter?, .file?, .folder?, .hidden?, nil: return [:]
        default: return text(parameter, format: nil)
        }
    }

    private static var buffer: Fields {
        [
            "type": "object",
            "properties": ["$binary": ["type": "string", "contentEncoding": "base64"]],
            "required": ["$binary"],
        ]
    }

    private static func range(_ schema: Fields, _ parameter: Parameter) -> Fields {
        var schema = schema
        if let least = parameter.constraints.minimum { schema["minimum"] = Value(least) }
        if let most = parameter.constraints.maximum { schema["maximum"] = Value(most) }
        if let values = parameter.constraints.values { schema["enum"] = .array(values) }
        return schema
    }

    private static func text(_ parameter: Parameter, format: String?) -> Fields {
        var schema: Fields = ["type": "string"]
        if let format { schema["format"] = .text(format) }
        if let least = parameter.constraints.minimum.flatMap(Int.init(exactly:)) {
            schema["minLength"] = Value(least)
        }
        if let most = parameter.constraints.maximum.flatMap(Int.init(exactly:)) {
            schema["maxLength"] = Value(most)
        }
        if let pattern = parameter.constraints.pattern { schema["pattern"] = .text(pattern.expression) }
        if let values = parameter.constraints.values { schema["enum"] = .array(values) }
        return schema
    }

    private static func choice(_ parameter: Parameter) -> Fields {
        var one: Fields = [:]
        if let reference = parameter.optionsReference { one["x-options"] = .text(reference) }
        if let options = parameter.options, !options.isEmpty {
            let key = parameter.isOpen ? "examples" : "enum"
            one[key] = .array(options.map(\.value))
            if !parameter.isOpen, options.contains(where: { $0.label != nil && $0.label != $0.value.text }) {
                one["enumDescriptions"] = .array(options.map { .text($0.label ?? $0.value.text) })
            }
        }
        guard parameter.isMultiple else { return one }
        return items(["type": "array", "items": .collection(one)], parameter)
    }

    private static func array(_ parameter: Parameter) -> Fields {
        var element: Value = .collection([:])
        if let simple = parameter.element.first {
            element = schema(simple)
        } else if !parameter.memberList.isEmpty {
            var object = object(parameter.memberList)
            // Inside an array of collections nothing is required.
            object["required"] = nil
            object["dependentSchemas"] = nil
            element = .collection(object)
        }
        return items(["type": "array", "items": element], parameter)
    }

    private static func items(_ schema: Fields, _ parameter: Parameter) -> Fields {
        var schema = schema
        if let least = parameter.constraints.minimumItems { schema["minItems"] = Value(least) }
        if let most = parameter.constraints.maximumItems { schema["maxItems"] = Value(most) }
        return schema
    }
}
