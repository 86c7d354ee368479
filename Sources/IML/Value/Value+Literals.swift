extension Value: ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
    /// Makes a text.
    public init(stringLiteral value: String) {
        self = .text(value)
    }
}

extension Value: ExpressibleByIntegerLiteral {
    /// Makes a number.
    public init(integerLiteral value: Int) {
        self = .number(Number(value))
    }
}

extension Value: ExpressibleByFloatLiteral {
    /// Makes the number with the fewest digits that reads back as this literal.
    public init(floatLiteral value: Double) {
        self.init(value)
    }
}

extension Value: ExpressibleByBooleanLiteral {
    /// Makes a truth value.
    public init(booleanLiteral value: Bool) {
        self = .bool(value)
    }
}

extension Value: ExpressibleByArrayLiteral {
    /// Makes an array.
    public init(arrayLiteral elements: Value...) {
        self = .array(elements)
    }
}

extension Value: ExpressibleByDictionaryLiteral {
    /// Makes a collection.
    public init(dictionaryLiteral elements: (String, Value)...) {
        self = .collection(Fields(elements))
    }
}
