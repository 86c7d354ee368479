import IML
import PatchbayText

/// Walks an input along its form, converts what it finds and gathers every problem.
struct ParameterCheck {
    /// Where a date was written that does not say so itself.
    let zone: () -> Zone

    /// What was found wrong so far.
    private(set) var problems: [ParameterForm.Problem] = []

    /// The whole input as far as it is converted, which is what a parameter's `visible` reads.
    private var whole = Fields()

    /// What all expressions and patterns of the form may take together, whatever they are given: a quarter of a second.
    private(set) lazy var budget = EvaluationBudget(steps: 20_000_000, slice: 20_000_000) { true }

    /// Starts with nothing found.
    init(zone: @escaping () -> Zone) {
        self.zone = zone
    }

    /// Checks the input of a whole form.
    mutating func form(_ input: Fields, _ parameters: [Parameter]) -> Fields {
        whole = input
        return fields(input, parameters, at: "")
    }

    /// Checks the entries of a form or of a collection.
    ///
    /// - Parameters:
    ///   - input: The entries given.
    ///   - parameters: The form.
    ///   - path: Where in the input this is; empty at the top.
    ///   - requires: Whether required parameters must be there.
    mutating func fields(
        _ input: Fields,
        _ parameters: [Parameter],
        at path: String,
        requires: Bool = true
    ) -> Fields {
        var result = input
        for parameter in parameters {
            let place = path.isEmpty ? parameter.name : "\(path).\(parameter.name)"
            let given = input[parameter.name] ?? .undefined
            // What is not shown need not be given, and stands for nothing by itself.
            if let visibility = parameter.visibility, given.isEmpty, !visibility.holds(for: whole, within: budget) {
                continue
            }
            let value = checked(given, parameter, at: place, requires: requires)
            if value != .undefined {
                result[parameter.name] = value
                if path.isEmpty { whole[parameter.name] = value }
            }
            result = fields(result, joining(parameter, value), at: path, requires: requires)
        }
        return result
    }

    private mutating func checked(
        _ given: Value,
        _ parameter: Parameter,
        at path: String,
        requires: Bool
    ) -> Value {
        let value = given.isEmpty && parameter.defaultValue != .undefined ? parameter.defaultValue : given
        if value.isEmpty {
            if parameter.isRequired, requires { report(path, "is required") }
            return given
        }
        let found = problems.count
        let result = converted(value, parameter, at: path)
        // A default that breaks the bundle's own rules is the bundle's mistake; the caller cannot mend it.
        if given.isEmpty { problems.removeLast(problems.count - found) }
        return result
    }

    /// The parameters a value brings into the form.
    private func joining(_ parameter: Parameter, _ value: Value) -> [Parameter] {
        switch parameter.type {
        case .boolean?: return value == .bool(true) ? parameter.nested : []
        case .select?:
            guard !value.isEmpty else { return [] }
            let chosen = value.asArray ?? [value]
            let options = (parameter.options ?? []).filter { option in chosen.contains { $0.isSameChoice(option.value) }
            }
            return parameter.nested + options.flatMap(\.nested)
        default: return value.isEmpty ? [] : parameter.nested
        }
    }

    mutating func report(_ path: String, _ message: String) {
        report(path, QuotingMessage(message))
    }

    mutating func report(_ path: String, _ message: QuotingMessage) {
        problems.append(ParameterForm.Problem(path: path, message: message))
    }

    /// Reports a value that is not what it has to be.
    ///
    /// - Parameter message: What it has to be, as `has to be a text`.
    mutating func report(_ path: String, _ message: String, not value: Value) {
        report(path, value.quoted(after: message + ", not "))
    }
}

// MARK: - By type

extension ParameterCheck {
    private mutating func converted(_ value: Value, _ parameter: Parameter, at path: String) -> Value {
        switch parameter.type {
        case .array?: return array(value, parameter, at: path)
        case .collection?: return collection(value, parameter, at: path)
        case .select?: return select(value, parameter, at: path)
        default: return scalar(value, parameter, at: path)
        }
    }

    private mutating func collection(_ value: Value, _ parameter: Parameter, at path: String) -> Value {
        guard case .collection(let entries) = parsed(value) else {
            report(path, "has to be a collection, not \(value.kindInWords)")
            return value
        }
        return .collection(fields(entries, parameter.members, at: path))
    }

    private mutating func array(_ value: Value, _ parameter: Parameter, at path: String) -> Value {
        let elements: [Value]
        switch parsed(value) {
        case .array(let given): elements = given
        // A single mapped item stands for an array of one, as it does on the platform.
        case let single: elements = [single]
        }
        count(elements.count, parameter, at: path)
        return .array(
            elements.enumerated().map { index, element in
                self.element(element, of: parameter, at: "\(path)[\(index + 1)]")
            }
        )
    }

    private mutating func element(_ value: Value, of parameter: Parameter, at path: String) -> Value {
        if let element = parameter.element.first {
            return checked(value, element, at: path, requires: true)
        }
        guard !parameter.members.isEmpty, !value.isMissing else { return value }
        guard case .collection(let entries) = parsed(value) else {
            report(path, "has to be a collection, not \(value.kindInWords)")
            return value
        }
        return .collection(fields(entries, parameter.members, at: path, requires: false))
    }

    private mutating func select(_ value: Value, _ parameter: Parameter, at path: String) -> Value {
        guard parameter.isMultiple else {
            choose(value, parameter, at: path)
            return canonical(value, parameter)
        }
        let values = value.asArray ?? [value]
        count(values.count, parameter, at: path)
        for (index, choice) in values.enumerated() { choose(choice, parameter, at: "\(path)[\(index + 1)]") }
        return .array(values.map { canonical($0, parameter) })
    }

    private mutating func choose(_ value: Value, _ parameter: Parameter, at path: String) {
        guard !parameter.isOpen, let options = parameter.options, !options.isEmpty,
            !options.contains(where: { $0.value.isSameChoice(value) })
        else { return }
        let known = options.prefix(12).map { "'\($0.value.text)'" }.joined(separator: ", ")
        let more = options.count > 12 ? " and \(options.count - 12) more" : ""
        report(path, value.quoted(after: "is ", ", which is none of its options: \(known)\(more)"))
    }

    /// The option's own value, so that `"1"` becomes the `1` the bundle means.
    private func canonical(_ value: Value, _ parameter: Parameter) -> Value {
        parameter.options?.first { $0.value.isSameChoice(value) }?.value ?? value
    }

    private mutating func count(_ count: Int, _ parameter: Parameter, at path: String) {
        if let least = parameter.constraints.minimumItems, count < least {
            report(path, "has to have at least \(least) \(least == 1 ? "item" : "items"), not \(count)")
        }
        if let most = parameter.constraints.maximumItems, count > most {
            report(path, "may have at most \(most) \(most == 1 ? "item" : "items"), not \(count)")
        }
    }

    /// Arrays and collections come as JSON text too, from forms and command lines.
    private func parsed(_ value: Value) -> Value {
        guard case .text(let text) = value, let first = text.utf8.first(where: { $0 > 0x20 }),
            first == UInt8(ascii: "[") || first == UInt8(ascii: "{")
        else { return value }
        return (try? Value(json: Array(text.utf8))) ?? value
    }
}

extension Value {
    /// How many characters of a value a problem shows.
    private static let shownCharacters = 60

    /// A sentence with the value in it, which is shown only where it is not a structure.
    func quoted(after lead: String, _ tail: String = "") -> QuotingMessage {
        switch self {
        case .array, .collection, .binary, .undefined, .null: QuotingMessage(lead + kindInWords + tail)
        default: QuotingMessage(lead + "'", quoting: Excerpt(of: text, showing: Self.shownCharacters), "'" + tail)
        }
    }

    /// Whether a value chooses an option: the same value, or the same text.
    func isSameChoice(_ option: Value) -> Bool {
        self == option || text.isExactly(option.text)
    }

    /// What a problem calls the kind of value.
    var kindInWords: String {
        switch self {
        case .undefined: "nothing"
        case .null: "null"
        case .bool: "a boolean"
        case .number: "a number"
        case .text: "a text"
        case .date: "a date"
        case .binary: "a binary"
        case .array: "an array"
        case .collection: "a collection"
        }
    }
}
