/// A value of the language: everything from the wire to the output is one of these.
public enum Value: Sendable {
    /// There is no such thing: a missing member, an empty argument, `ignore`.
    case undefined
    /// The empty value, `erase`.
    case null
    /// True or false.
    case bool(Bool)
    /// An exact decimal number.
    case number(Number)
    /// Text.
    case text(String)
    /// A moment in time.
    case date(Timestamp)
    /// Bytes.
    case binary(Binary)
    /// Values in order.
    case array([Value])
    /// Named values in order.
    case collection(Fields)
}

extension Value {
    /// Makes a number.
    public init(_ integer: Int) {
        self = .number(Number(integer))
    }

    /// Makes a number; null for infinities and NaN, which no number is.
    public init(_ double: Double) {
        self = Number(double).map(Value.number) ?? .null
    }

    /// Makes a text.
    public init(_ text: String) {
        self = .text(text)
    }

    /// Makes a truth value.
    public init(_ bool: Bool) {
        self = .bool(bool)
    }

    /// Whether this is null or undefined.
    @inline(__always)
    public var isMissing: Bool {
        borrowing get {
            switch self {
            case .undefined, .null: true
            default: false
            }
        }
    }

    /// Whether this is undefined.
    public var isUndefined: Bool {
        if case .undefined = self { return true }
        return false
    }

    /// Whether this is null.
    public var isNull: Bool {
        if case .null = self { return true }
        return false
    }

    /// Whether `ifempty` passes over it: null, undefined and the empty text.
    public var isEmpty: Bool {
        borrowing get {
            switch self {
            case .undefined, .null: true
            case .text(let text): text.isEmpty
            default: false
            }
        }
    }

    /// Whether JavaScript takes it as true: not undefined, null, false, 0 or the empty text.
    public var isTruthy: Bool {
        borrowing get {
            switch self {
            case .undefined, .null: false
            case .bool(let bool): bool
            case .number(let number): !number.isZero
            case .text(let text): !text.isEmpty
            case .date, .binary, .array, .collection: true
            }
        }
    }

    /// What to call its type in a message to a person.
    public var typeName: String {
        switch self {
        case .undefined: "undefined"
        case .null: "null"
        case .bool: "a boolean"
        case .number: "a number"
        case .text: "a text"
        case .date: "a date"
        case .binary: "binary data"
        case .array: "an array"
        case .collection: "a collection"
        }
    }
}
