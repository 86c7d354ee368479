package import IML
import PatchbayText

extension ParameterForm {
    /// Compiles parameters as a bundle lists them.
    ///
    /// An element that is a reference (`rpc://…`) names parameters only the service knows; values for these pass as they
    /// are. Elements without a name take no input.
    ///
    /// - Parameter lists: The lists, in order: a module's static and mappable ones.
    package init(_ lists: Value...) {
        self.init(
            parameters: lists.flatMap { ParameterReader.parameters($0, depth: 0) },
            references: lists.flatMap(ParameterReader.references)
        )
    }
}

/// Reads parameters from a bundle's values.
private enum ParameterReader {
    /// Forms nest no deeper than people can use them.
    static let deepest = 32

    static func parameters(_ list: Value, depth: Int) -> [Parameter] {
        guard depth < deepest else { return [] }
        switch list {
        case .array(let elements): return elements.compactMap { parameter($0, depth: depth) }
        case .collection(let fields) where fields["name"] != nil || fields["type"] != nil:
            return [parameter(list, depth: depth)].compactMap(\.self)
        default: return []
        }
    }

    static func parameter(_ value: Value, depth: Int, unnamed: Bool = false) -> Parameter? {
        guard case .collection(let fields) = value else { return nil }
        let name = fields["name"]?.asText ?? ""
        let type = ParameterType(exactly: (fields["type"]?.asText ?? "text").lowercased())
        guard unnamed || !name.isEmpty, type?.isDisplayOnly != true else { return nil }
        let options = fields["options"] ?? .undefined
        return Parameter(
            name: name,
            type: type,
            label: fields["label"]?.asText,
            help: fields["help"]?.asText,
            isRequired: fields["required"]?.isTruthy ?? false,
            isMultiple: fields["multiple"]?.isTruthy ?? false,
            isOpen: isOpen(fields),
            defaultValue: fields["default"] ?? .undefined,
            options: self.options(options, depth: depth),
            optionsReference: reference(options),
            constraints: ParameterConstraints(fields["validate"] ?? .undefined),
            visibility: fields["visible"].flatMap(ParameterVisibility.init),
            nested: nestedLists(fields, options).flatMap { parameters($0, depth: depth + 1) },
            nestedReferences: nestedLists(fields, options).flatMap(references),
            members: members(fields["spec"] ?? .undefined, depth: depth),
            memberReferences: references(in: fields["spec"] ?? .undefined),
            element: element(fields["spec"] ?? .undefined, depth: depth)
        )
    }

    /// `editable`, `mappable` and a validation that is switched off let any value through.
    private static func isOpen(_ fields: Fields) -> Bool {
        let opens = ["editable", "mappable"].contains { key in
            guard let value = fields[key] else { return false }
            return value.asFields != nil || value.isTruthy
        }
        return opens || fields["validate"] == .bool(false)
    }

    /// The options that stand in the bundle; `nil` where an RPC gives them.
    private static func options(_ value: Value, depth: Int) -> [Parameter.Option]? {
        switch value {
        case .array(let elements):
            return elements.flatMap { element -> [Parameter.Option] in
                if let group = element["options"].asArray { return options(.array(group), depth: depth) ?? [] }
                return [option(element, depth: depth)]
            }
        case .collection(let fields):
            return options(fields["store"] ?? .undefined, depth: depth)
        default:
            return nil
        }
    }

    /// The RPCs a list names in the place of parameters, or stands for as a whole.
    static func references(in list: Value) -> [String] {
        switch list {
        case .text: [reference(list)].compactMap(\.self)
        case .array(let elements): elements.compactMap { $0.asText.flatMap { reference(.text($0)) } }
        default: []
        }
    }

    /// The RPC that gives the options.
    private static func reference(_ options: Value) -> String? {
        switch options {
        case .text(let text) where text.lowercased().hasPrefix("rpc://"): text
        case .collection(let fields): reference(fields["store"] ?? .undefined)
        default: nil
        }
    }

    private static func option(_ value: Value, depth: Int) -> Parameter.Option {
        guard case .collection(let fields) = value else {
            return Parameter.Option(value: value, label: nil, nested: [])
        }
        return Parameter.Option(
            value: fields["value"] ?? .undefined,
            label: fields["label"]?.asText,
            nested: parameters(fields["nested"] ?? .undefined, depth: depth + 1),
            nestedReferences: references(in: fields["nested"] ?? .undefined)
        )
    }

    /// The lists of parameters that join by a choice, whichever it is.
    private static func nestedLists(_ fields: Fields, _ options: Value) -> [Value] {
        [fields["nested"] ?? .undefined, options["nested"]].map { list in
            if case .collection(let inner) = list, let store = inner["store"] { store } else { list }
        }
    }

    private static func members(_ spec: Value, depth: Int) -> [Parameter] {
        guard case .array = spec else { return [] }
        return parameters(spec, depth: depth + 1)
    }

    private static func element(_ spec: Value, depth: Int) -> [Parameter] {
        guard case .collection = spec, depth < deepest else { return [] }
        return [parameter(spec, depth: depth + 1, unnamed: true)].compactMap(\.self)
    }
}

extension ParameterConstraints {
    /// Reads a `validate` object; anything else asks nothing.
    fileprivate init(_ value: Value) {
        self.init()
        guard case .collection(let fields) = value else { return }
        minimum = fields["min"]?.asDouble
        maximum = fields["max"]?.asDouble
        minimumItems = fields["minItems"]?.asInt
        maximumItems = fields["maxItems"]?.asInt
        values = fields["enum"]?.asArray
        pattern = fields["pattern"].flatMap(ParameterPattern.init)
    }
}
