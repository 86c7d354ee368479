package import IML

/// Writes values in the form that host and worker exchange: a tag byte, then lengths as variable-length integers.
///
/// Unlike JSON it tells undefined, dates and binary from text, and keeps every digit of a number.
package struct ValueWriter {
    /// The bytes written so far.
    package private(set) var bytes: [UInt8] = []

    /// Starts with nothing written.
    package init() {}

    /// Appends a value.
    package mutating func write(_ value: Value) {
        switch value {
        case .undefined: bytes.append(ValueTag.undefined)
        case .null: bytes.append(ValueTag.null)
        case .bool(let bool): bytes.append(bool ? ValueTag.yes : ValueTag.no)
        case .number(let number): write(number)
        case .text(let text):
            bytes.append(ValueTag.text)
            write(text)
        case .date(let date):
            bytes.append(ValueTag.date)
            write(UInt64(bitPattern: date.millisecondsSinceEpoch))
        case .binary(let binary):
            bytes.append(ValueTag.binary)
            write(binary.bytes)
        case .array(let elements):
            bytes.append(ValueTag.array)
            write(UInt64(elements.count))
            for element in elements { write(element) }
        case .collection(let fields):
            bytes.append(ValueTag.collection)
            write(UInt64(fields.count))
            for (key, value) in fields {
                write(key)
                write(value)
            }
        }
    }

    /// Appends a text with its length.
    package mutating func write(_ text: String) {
        var text = text
        text.withUTF8 { utf8 in
            write(UInt64(utf8.count))
            bytes.append(contentsOf: utf8)
        }
    }

    /// Appends bytes with their count.
    package mutating func write(_ data: [UInt8]) {
        write(UInt64(data.count))
        bytes.append(contentsOf: data)
    }

    /// Appends an integer, seven bits a byte, the lowest first.
    package mutating func write(_ integer: UInt64) {
        var rest = integer
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    private mutating func write(_ number: Number) {
        if let integer = number.integer {
            bytes.append(ValueTag.integer)
            let word = Int64(integer)
            write(UInt64(bitPattern: word << 1 ^ word >> 63))
        } else {
            bytes.append(ValueTag.decimal)
            write(number.description)
        }
    }
}

/// What the first byte of a value says.
enum ValueTag {
    static let undefined: UInt8 = 0
    static let null: UInt8 = 1
    static let no: UInt8 = 2
    static let yes: UInt8 = 3
    static let integer: UInt8 = 4
    static let decimal: UInt8 = 5
    static let text: UInt8 = 6
    static let date: UInt8 = 7
    static let binary: UInt8 = 8
    static let array: UInt8 = 9
    static let collection: UInt8 = 10
}
