import IML
import PatchbayText

extension ParameterCheck {
    /// Converts a single value to its parameter's type and checks its constraints.
    mutating func scalar(_ value: Value, _ parameter: Parameter, at path: String) -> Value {
        switch parameter.type {
        case .boolean?: return boolean(value, at: path)
        case .number?: return number(value, parameter, at: path)
        case .integer?: return integer(value, parameter, at: path, within: Int.min...Int.max, "a whole number")
        case .uinteger?: return integer(value, parameter, at: path, within: 0...Int.max, "a whole number from 0")
        case .port?: return integer(value, parameter, at: path, within: 1...65_535, "a port from 1 to 65535")
        case .time? where TextFormat.isTime(value.text): return .text(value.text)
        case .date?, .time?, .timestamp?: return date(value, at: path)
        case .buffer?: return binary(value, at: path)
        case .text?, .password?, .email?, .url?, .uuid?, .filename?, .path?, .color?, .timezone?, .pkey?, .cert?:
            return text(value, parameter, at: path)
        default:
            checkValues(value, parameter, at: path)
            return value
        }
    }

    private mutating func boolean(_ value: Value, at path: String) -> Value {
        switch value {
        case .bool: return value
        case .text(let text) where text.lowercased().isExactly(oneOf: "true", "1", "yes", "on"): return .bool(true)
        case .text(let text) where text.lowercased().isExactly(oneOf: "false", "0", "no", "off"): return .bool(false)
        case .number(let number) where number == 1: return .bool(true)
        case .number(let number) where number == 0: return .bool(false)
        default:
            report(path, "has to be true or false", not: value)
            return value
        }
    }

    private mutating func number(_ value: Value, _ parameter: Parameter, at path: String) -> Value {
        guard let number = value.numeric else {
            report(path, "has to be a number", not: value)
            return value
        }
        checkRange(number.double, parameter, at: path, "")
        checkValues(.number(number), parameter, at: path)
        return .number(number)
    }

    private mutating func integer(
        _ value: Value,
        _ parameter: Parameter,
        at path: String,
        within range: ClosedRange<Int>,
        _ wanted: String
    ) -> Value {
        guard let number = value.numeric, let integer = number.integer, range.contains(integer) else {
            report(path, "has to be \(wanted)", not: value)
            return value
        }
        checkRange(number.double, parameter, at: path, "")
        checkValues(.number(number), parameter, at: path)
        return .number(number)
    }

    private mutating func date(_ value: Value, at path: String) -> Value {
        if case .date = value { return value }
        if let seconds = value.numeric { return .date(Timestamp(unix: seconds.double)) }
        guard let date = Timestamp(dateLike: value, zone: zone()) else {
            report(path, "has to be a date such as 2024-01-31T12:00:00Z", not: value)
            return value
        }
        return .date(date)
    }

    private mutating func binary(_ value: Value, at path: String) -> Value {
        switch value {
        case .binary: return value
        case .text(let text): return .binary(Binary(Array(text.utf8)))
        case .collection(let fields):
            guard let encoded = fields["$binary"]?.asText, let bytes = Base64.decode(encoded.utf8) else { break }
            return .binary(Binary(bytes))
        default: break
        }
        report(path, "has to be binary data as {\"$binary\": \"<base64>\"}, or a text", not: value)
        return value
    }

    private mutating func text(_ value: Value, _ parameter: Parameter, at path: String) -> Value {
        switch value {
        case .collection, .array:
            report(path, "has to be a text, not \(value.kindInWords)")
            return value
        case .binary: return value
        default: break
        }
        let text = value.text
        checkRange(Double(text.count), parameter, at: path, " characters")
        checkValues(.text(text), parameter, at: path)
        if let pattern = parameter.constraints.pattern, !pattern.matches(text, within: budget) {
            report(path, "does not have the form \(pattern.source)")
        }
        checkFormat(text, parameter, at: path)
        return .text(text)
    }

    private mutating func checkFormat(_ text: String, _ parameter: Parameter, at path: String) {
        guard !parameter.isOpen else { return }
        switch parameter.type {
        case .email? where !TextFormat.isEmail(text): report(path, "has to be an e-mail address", not: .text(text))
        case .url? where !TextFormat.isURL(text): report(path, "has to be an address with a scheme", not: .text(text))
        case .uuid? where !text.isUUID: report(path, "has to be a UUID", not: .text(text))
        default: break
        }
    }

    private mutating func checkRange(_ size: Double, _ parameter: Parameter, at path: String, _ unit: String) {
        if let least = parameter.constraints.minimum, size < least {
            report(path, "has to be at least \(Value(least).text)\(unit), not \(Value(size).text)")
        }
        if let most = parameter.constraints.maximum, size > most {
            report(path, "may be at most \(Value(most).text)\(unit), not \(Value(size).text)")
        }
    }

    private mutating func checkValues(_ value: Value, _ parameter: Parameter, at path: String) {
        guard let values = parameter.constraints.values, !values.contains(where: value.isSameChoice) else { return }
        let known = values.prefix(12).map { "'\($0.text)'" }.joined(separator: ", ")
        report(path, "has to be one of \(known)", not: value)
    }
}

/// Forms of text that parameter types ask for; no stricter than the services behind them.
enum TextFormat {
    /// Something, an `@`, and a domain.
    static func isEmail(_ text: String) -> Bool {
        let parts = text.parts(between: "@")
        return parts.count == 2 && parts.allSatisfy { !$0.isEmpty && $0.firstPlace(of: " ") == nil }
    }

    /// Hours and minutes of a day, and seconds if there are any: `9:30`, `14:05:59`.
    static func isTime(_ text: String) -> Bool {
        let parts = text.parts(between: ":")
        guard parts.count == 2 || parts.count == 3, (1...2).contains(parts[0].utf8.count) else { return false }
        return zip(parts, [24, 60, 60]).enumerated().allSatisfy { index, pair in
            let (part, end) = pair
            guard index == 0 || part.utf8.count == 2, part.utf8.allSatisfy(\.isASCIIDigit) else {
                return false
            }
            return Int(part).map { $0 < end } ?? false
        }
    }

    /// A scheme and something after it.
    static func isURL(_ text: String) -> Bool {
        guard let colon = text.firstPlace(of: ":"), colon != text.startIndex else { return false }
        return text.utf8[..<colon].allSatisfy(ASCIISet.scheme.contains)
            && text.utf8.index(after: colon) != text.endIndex && text.firstPlace(of: " ") == nil
    }
}

extension Value {
    /// The number a value is, or reads as.
    fileprivate var numeric: Number? {
        switch self {
        case .number(let number): number
        case .text(let text): Number(text.trimmingJavaScriptSpaces())
        default: nil
        }
    }
}

extension Timestamp {
    /// A unix time: seconds, or milliseconds where the number is too large for seconds of this era.
    fileprivate init(unix number: Double) {
        let milliseconds = abs(number) < 1e11 ? number * 1_000 : number
        self.init(millisecondsSinceEpoch: Int64(max(-8.64e15, min(8.64e15, milliseconds))))
    }
}
