import PatchbayText

extension Value: Hashable {
    /// Whether two values are the same in type and content: texts byte for byte, collections in whatever order.
    public static func == (one: Value, other: Value) -> Bool {
        switch (one, other) {
        case (.undefined, .undefined), (.null, .null): true
        case (.bool(let left), .bool(let right)): left == right
        case (.number(let left), .number(let right)): left == right
        case (.text(let left), .text(let right)): left.hasSameBytes(as: right)
        case (.date(let left), .date(let right)): left == right
        case (.binary(let left), .binary(let right)): left == right
        case (.array(let left), .array(let right)): left == right
        case (.collection(let left), .collection(let right)): left == right
        default: false
        }
    }

    /// Feeds type and content into a hasher.
    public func hash(into hasher: inout Hasher) {
        switch self {
        case .undefined: hasher.combine(0 as UInt8)
        case .null: hasher.combine(1 as UInt8)
        case .bool(let bool): hasher.combine(bool)
        case .number(let number): hasher.combine(number)
        case .text(let text): hasher.combine(ExactText(text))
        case .date(let date): hasher.combine(date)
        case .binary(let binary): hasher.combine(binary)
        case .array(let elements): hasher.combine(elements)
        case .collection(let fields): hasher.combine(fields)
        }
    }
}

extension Value {
    /// Whether two values are equal as JavaScript's `==` has it, dates by time.
    ///
    /// Arrays and collections have no identity here: they are equal when their contents are.
    public func isLooselyEqual(to other: Value) -> Bool {
        switch (self, other) {
        case (.text(let left), .text(let right)): return left.hasSameBytes(as: right)
        case (.number(let left), .number(let right)): return left == right
        case (.bool(let left), .bool(let right)): return left == right
        case (.undefined, _), (.null, _), (_, .undefined), (_, .null): return isMissing && other.isMissing
        case (.date(let left), .date(let right)): return left == right
        case (.date(let date), .text(let text)), (.text(let text), .date(let date)):
            return DateReader.date(inText: text) == date
        case (.array, .array), (.collection, .collection), (.binary, .binary): return self == other
        case (.array, .collection), (.collection, .array): return false
        case (.bool, _): return numberForComparison.isLooselyEqual(to: other)
        case (_, .bool): return isLooselyEqual(to: other.numberForComparison)
        case (.number(let number), .text(let text)), (.text(let text), .number(let number)):
            return Number(coercing: text) == number
        case (.date, _), (_, .date): return false
        case (.array, _), (.collection, _), (.binary, _):
            // An object against a primitive compares by its text.
            return Value.text(text).isLooselyEqual(to: other)
        case (_, .array), (_, .collection), (_, .binary):
            return isLooselyEqual(to: .text(other.text))
        }
    }

    fileprivate var numberForComparison: Value {
        if case .bool(let bool) = self { return .number(Number(bool ? 1 : 0)) }
        return self
    }

    /// Whether this stands before the other: below 0, 0, above 0; `nil` when they do not compare, as with NaN.
    ///
    /// Two texts compare by UTF-16 units, everything else by number as in JavaScript; a date with a text that looks like
    /// one by time.
    public func looseOrder(to other: Value) -> Int? {
        switch (self, other) {
        case (.number(let left), .number(let right)): return left < right ? -1 : (left == right ? 0 : 1)
        case (.text(let left), .text(let right)):
            if left.hasSameBytes(as: right) { return 0 }
            return left.precedesInUTF16(right) ? -1 : 1
        case (.date(let left), .text(let text)):
            return DateReader.date(inText: text).map { Value.order(left, $0) }
        case (.text(let text), .date(let right)):
            return DateReader.date(inText: text).map { Value.order($0, right) }
        case (.date(let left), .date(let right)): return Value.order(left, right)
        default: break
        }
        guard let left = coercedNumber, let right = other.coercedNumber else { return nil }
        return left < right ? -1 : (left == right ? 0 : 1)
    }

    private static func order(_ left: Timestamp, _ right: Timestamp) -> Int {
        left < right ? -1 : (left == right ? 0 : 1)
    }

    /// What JavaScript's `Number(value)` gives; `nil` for NaN.
    public var coercedNumber: Number? {
        switch self {
        case .number(let number): number
        case .text(let text): Number(coercing: text)
        case .bool(let bool): Number(bool ? 1 : 0)
        case .null: .zero
        case .undefined, .collection: nil
        case .date(let date): Number(date.millisecondsSinceEpoch)
        case .binary, .array: Number(coercing: text)
        }
    }
}

/// What makes values loosely equal to one of them, with that one's text and number found once for however many there are.
struct LooseEquality {
    private let value: Value
    /// The value, or the text of one that is an object of JavaScript.
    private let primitive: Value
    /// The number the primitive's text is.
    private let number: Number?

    /// Prepares comparisons with a value.
    init(to value: Value) {
        self.value = value
        switch value {
        case .array, .collection, .binary: primitive = .text(value.text)
        default: primitive = value
        }
        number = if case .text(let text) = primitive { Number(coercing: text) } else { nil }
    }

    /// Whether another value is equal; see ``Value/isLooselyEqual(to:)``.
    func holds(for other: Value) -> Bool {
        switch (value, other) {
        case (_, .undefined), (_, .null), (.array, .array), (.collection, .collection), (.binary, .binary),
            (.array, .collection), (.collection, .array), (.array, .date), (.collection, .date), (.binary, .date):
            return value.isLooselyEqual(to: other)
        default: break
        }
        switch (primitive, other) {
        case (.text, .number(let other)): return number == other
        case (.text, .bool): return number.map(Value.number) == other.numberForComparison
        default: return primitive.isLooselyEqual(to: other)
        }
    }
}
