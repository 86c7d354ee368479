import IML

/// Writes values as bytes for sealing; unlike JSON, dates, binary and undefined come back as what they were.
enum ValueWriter {
    /// The bytes of a value.
    static func bytes(of value: Value) -> [UInt8] {
        var bytes: [UInt8] = []
        append(value, to: &bytes)
        return bytes
    }

    private static func append(_ value: Value, to bytes: inout [UInt8]) {
        switch value {
        case .undefined: bytes.append(ValueTag.undefined)
        case .null: bytes.append(ValueTag.null)
        case .bool(let bool): bytes.append(bool ? ValueTag.true : ValueTag.false)
        case .number(let number): append(ValueTag.number, number.description.utf8, to: &bytes)
        case .text(let text): append(ValueTag.text, text.utf8, to: &bytes)
        case .date(let date): append(ValueTag.date, String(date.millisecondsSinceEpoch).utf8, to: &bytes)
        case .binary(let binary): append(ValueTag.binary, binary.bytes, to: &bytes)
        case .array(let elements):
            bytes.append(ValueTag.array)
            append(count: elements.count, to: &bytes)
            for element in elements { append(element, to: &bytes) }
        case .collection(let fields):
            bytes.append(fields.hasCaseInsensitiveKeys ? ValueTag.caselessCollection : ValueTag.collection)
            append(count: fields.count, to: &bytes)
            for (key, value) in fields {
                append(count: key.utf8.count, to: &bytes)
                bytes.append(contentsOf: key.utf8)
                append(value, to: &bytes)
            }
        }
    }

    private static func append(_ tag: UInt8, _ content: some Collection<UInt8>, to bytes: inout [UInt8]) {
        bytes.append(tag)
        append(count: content.count, to: &bytes)
        bytes.append(contentsOf: content)
    }

    /// Appends a count in groups of seven bits, the lowest first.
    private static func append(count: Int, to bytes: inout [UInt8]) {
        var rest = count
        while rest > 0x7F {
            bytes.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }
}

/// The byte in front of each value.
enum ValueTag {
    static let undefined: UInt8 = 0
    static let null: UInt8 = 1
    static let `false`: UInt8 = 2
    static let `true`: UInt8 = 3
    static let number: UInt8 = 4
    static let text: UInt8 = 5
    static let date: UInt8 = 6
    static let binary: UInt8 = 7
    static let array: UInt8 = 8
    static let collection: UInt8 = 9
    static let caselessCollection: UInt8 = 10
}
