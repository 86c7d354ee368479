import IML
import PatchbayBundle

/// An input that fits a form: the first option, the smallest number, a plausible text.
enum GeneratedInput {
    static func fields(for parameters: [Parameter]) -> Fields {
        var fields = Fields()
        for parameter in parameters where parameter.defaultValue.isMissing {
            let value = value(for: parameter)
            fields[parameter.name] = value
            let chosen = parameter.options?.first { $0.value == value }?.nested ?? []
            for (key, nested) in self.fields(for: parameter.nested + chosen) { fields[key] = nested }
        }
        return fields
    }

    private static func value(for parameter: Parameter) -> Value {
        switch parameter.type {
        case .array?:
            let element = parameter.element.first.map(value) ?? .collection(fields(for: parameter.members))
            return .array([parameter.element.isEmpty && parameter.members.isEmpty ? "a" : element])
        case .collection?: return .collection(fields(for: parameter.members))
        case .select?:
            let option = parameter.options?.first?.value ?? "option"
            return parameter.isMultiple ? [option] : option
        default: return scalar(for: parameter)
        }
    }

    private static func scalar(for parameter: Parameter) -> Value {
        if let value = parameter.constraints.values?.first { return value }
        switch parameter.type {
        case .boolean?: return true
        case .number?, .integer?, .uinteger?: return Value(parameter.constraints.minimum ?? 1)
        case .port?: return 8_080
        case .date?, .time?, .timestamp?: return "2024-01-31T12:00:00Z"
        case .buffer?: return .binary(Binary([1, 2, 3]))
        case .email?: return "ada@example.com"
        case .url?: return "https://example.com/file"
        case .uuid?: return "123e4567-e89b-42d3-a456-426614174000"
        case .json?: return #"{"a": 1}"#
        case .timezone?: return "Europe/Prague"
        case .color?: return "#ff0000"
        default:
            let sample = "sample-of-\(parameter.name)"
            let missing = Int(parameter.constraints.minimum ?? 0) - sample.count
            return .text(sample + String(repeating: "x", count: max(0, missing)))
        }
    }
}
