import IML

/// Reads what ``ValueWriter`` wrote.
struct ValueReader {
    /// The bytes are none that the writer writes.
    struct Malformed: Error {}

    private var rest: ArraySlice<UInt8>

    /// Reads one value that takes all the bytes.
    static func value(of bytes: [UInt8]) throws(Malformed) -> Value {
        var reader = ValueReader(rest: bytes[...])
        let value = try reader.value()
        guard reader.rest.isEmpty else { throw Malformed() }
        return value
    }

    private mutating func value() throws(Malformed) -> Value {
        switch try byte() {
        case ValueTag.undefined: return .undefined
        case ValueTag.null: return .null
        case ValueTag.false: return .bool(false)
        case ValueTag.true: return .bool(true)
        case ValueTag.number:
            guard let number = Number(try text()) else { throw Malformed() }
            return .number(number)
        case ValueTag.text: return .text(try text())
        case ValueTag.date:
            guard let milliseconds = Int64(try text()) else { throw Malformed() }
            return .date(Timestamp(millisecondsSinceEpoch: milliseconds))
        case ValueTag.binary: return .binary(Binary(Array(try content())))
        case ValueTag.array:
            var elements: [Value] = []
            for _ in 0..<(try count()) { elements.append(try value()) }
            return .array(elements)
        case ValueTag.collection: return .collection(try fields(Fields()))
        case ValueTag.caselessCollection: return .collection(try fields(Fields(caseInsensitiveKeys: true)))
        default: throw Malformed()
        }
    }

    private mutating func fields(_ empty: Fields) throws(Malformed) -> Fields {
        var fields = empty
        for _ in 0..<(try count()) {
            let key = try text()
            fields[key] = try value()
        }
        return fields
    }

    private mutating func text() throws(Malformed) -> String {
        guard let text = String(validating: try content(), as: UTF8.self) else { throw Malformed() }
        return text
    }

    private mutating func content() throws(Malformed) -> ArraySlice<UInt8> {
        let count = try count()
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }

    /// Reads a count, which never exceeds the bytes that are left.
    private mutating func count() throws(Malformed) -> Int {
        var count = 0
        var shift = 0
        while true {
            let byte = try byte()
            count |= Int(byte & 0x7F) << shift
            shift += 7
            if byte & 0x80 == 0 { break }
            guard shift < 56 else { throw Malformed() }
        }
        guard count <= rest.count else { throw Malformed() }
        return count
    }

    private mutating func byte() throws(Malformed) -> UInt8 {
        guard let byte = rest.popFirst() else { throw Malformed() }
        return byte
    }
}
