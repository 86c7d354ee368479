extension Value {
    /// The member of a collection; undefined when there is none or this is no collection.
    ///
    /// Setting makes a missing value
    /// a collection, setting undefined takes the member out, and setting a member of anything else does nothing.
    public subscript(key: String) -> Value {
        get {
            guard case .collection(let fields) = self else { return .undefined }
            return fields[valueOf: key]
        }
        set {
            switch self {
            case .collection(var fields):
                self = .undefined
                fields[key] = newValue.isUndefined ? nil : newValue
                self = .collection(fields)
            case .undefined, .null:
                self = newValue.isUndefined ? self : .collection([key: newValue])
            default:
                break
            }
        }
    }

    /// The text when this is one.
    public var asText: String? {
        if case .text(let text) = self { return text }
        return nil
    }

    /// The entries when this is a collection.
    public var asFields: Fields? {
        if case .collection(let fields) = self { return fields }
        return nil
    }

    /// The elements when this is an array.
    public var asArray: [Value]? {
        if case .array(let elements) = self { return elements }
        return nil
    }

    /// The truth value when this is one.
    public var asBool: Bool? {
        if case .bool(let bool) = self { return bool }
        return nil
    }

    /// The number when this is one.
    public var asNumber: Number? {
        if case .number(let number) = self { return number }
        return nil
    }

    /// The whole number when this is a number that is whole and fits.
    public var asInt: Int? { asNumber?.integer }

    /// The number as a double when this is one.
    public var asDouble: Double? { asNumber?.double }

    /// The moment when this is a date.
    public var asDate: Timestamp? {
        if case .date(let date) = self { return date }
        return nil
    }

    /// The bytes when this is binary.
    public var asBinary: Binary? {
        if case .binary(let binary) = self { return binary }
        return nil
    }

    /// The element at an index of the language: 1 is the first, -1 the last, anything else undefined.
    public func element(at index: Int) -> Value {
        guard case .array(let elements) = self,
            let position = Value.position(ofElement: index, in: elements.count)
        else { return .undefined }
        return elements[position]
    }

    /// The position from 0 of what stands at an index of the language; `nil` when nothing does.
    @inline(__always)
    static func position(ofElement index: Int, in count: Int) -> Int? {
        if index > 0, index <= count { return index - 1 }
        if index < 0, index >= -count { return count + index }
        return nil
    }
}
