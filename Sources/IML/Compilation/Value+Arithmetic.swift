import PatchbayText

extension Value {
    /// The result of an operator with this on the left where it is soon found, `nil` for all else.
    ///
    /// It is when both are small whole numbers, or texts that are asked whether they are the same.
    @inline(__always)
    borrowing func quickly(_ operation: BinaryOperator, _ right: borrowing Value) -> Value? {
        // Switches, because an `if case` would take what is only borrowed.
        switch self {
        case .number(let one):
            guard case .integer(let left) = one.storage else { return nil }
            switch right {
            case .number(let other):
                guard case .integer(let right) = other.storage else { return nil }
                return Value.quickly(left, operation, right)
            default: return nil
            }
        case .text(let one):
            guard operation == .equal || operation == .unequal else { return nil }
            switch right {
            case .text(let other): return .bool(one.hasSameBytes(as: other) == (operation == .equal))
            default: return nil
            }
        default: return nil
        }
    }

    @inline(__always)
    private static func quickly(_ left: Int64, _ operation: BinaryOperator, _ right: Int64) -> Value? {
        switch operation {
        case .less: return .bool(left < right)
        case .lessOrEqual: return .bool(left <= right)
        case .greater: return .bool(left > right)
        case .greaterOrEqual: return .bool(left >= right)
        case .equal: return .bool(left == right)
        case .unequal: return .bool(left != right)
        case .add, .addNumbers: return Value(left.addingReportingOverflow(right))
        case .subtract: return Value(left.subtractingReportingOverflow(right))
        case .multiply: return Value(left.multipliedReportingOverflow(by: right))
        case .divide, .remainder, .join: return nil
        }
    }

    /// The number, unless it does not fit.
    @inline(__always)
    private init?(_ result: (partialValue: Int64, overflow: Bool)) {
        if result.overflow { return nil }
        self = .number(Number(result.partialValue))
    }

    /// Replaces the value by the result of an operator with it on the left.
    mutating func apply(_ operation: BinaryOperator, to right: Value) {
        switch operation {
        case .add: add(right)
        case .join: append(right)
        case .equal: self = .bool(isLooselyEqual(to: right))
        case .unequal: self = .bool(!isLooselyEqual(to: right))
        case .less: self = .bool(looseOrder(to: right).map { $0 < 0 } ?? false)
        case .lessOrEqual: self = .bool(looseOrder(to: right).map { $0 <= 0 } ?? false)
        case .greater: self = .bool(looseOrder(to: right).map { $0 > 0 } ?? false)
        case .greaterOrEqual: self = .bool(looseOrder(to: right).map { $0 >= 0 } ?? false)
        case .addNumbers: addNumber(right)
        case .subtract: calculate(right) { $0.subtracting($1) }
        case .multiply: calculate(right) { $0.multiplied(by: $1) }
        case .divide: calculate(right) { $0.divided(by: $1) }
        case .remainder: calculate(right) { $0.remainder(dividingBy: $1) }
        }
    }

    /// `+`: two numbers add, anything with text is text, null or undefined with a value gives the value.
    private mutating func add(_ right: Value) {
        switch (self, right) {
        case (.number(let one), .number(let other)): self = one.adding(other).map(Value.number) ?? .null
        case (_, .undefined), (_, .null): if isMissing { self = .null }
        case (.undefined, _), (.null, _): self = right
        case (.number, .bool), (.bool, .number), (.bool, .bool): addNumber(right)
        default: append(right)
        }
    }

    /// `++`: both as numbers; null and undefined add nothing.
    private mutating func addNumber(_ right: Value) {
        switch (isMissing, right.isMissing) {
        case (true, true): self = .null
        case (true, false): self = right.numberForArithmetic.map(Value.number) ?? .null
        case (false, true): self = numberForArithmetic.map(Value.number) ?? .null
        case (false, false): calculate(right) { $0.adding($1) }
        }
    }

    /// Replaces the value by its text with another's appended, in place where it is one already.
    private mutating func append(_ right: Value) {
        var text: String
        if case .text(let own) = self { text = own } else { text = self.text }
        self = .undefined
        if case .text(let other) = right { text += other } else { text += right.text }
        self = .text(text)
    }

    @inline(__always)
    private mutating func calculate(_ right: Value, _ operation: (Number, Number) -> Number?) {
        guard let one = numberForArithmetic, let other = right.numberForArithmetic else {
            self = .null
            return
        }
        self = operation(one, other).map(Value.number) ?? .null
    }

    /// The number an operator works on: a number, a text that is one, a boolean as 1 or 0, a date's milliseconds; `nil`
    /// for anything else.
    var numberForArithmetic: Number? {
        switch self {
        case .number(let number): number
        case .text(let text): text.utf8.isEmpty ? nil : Number(coercing: text)
        case .bool(let bool): Number(bool ? 1 : 0)
        case .date(let date): Number(date.millisecondsSinceEpoch)
        case .undefined, .null, .binary, .array, .collection: nil
        }
    }
}
