package import IML

/// Reads what ``ValueWriter`` wrote.
///
/// It never trusts the bytes: a worker may have been taken over by what it runs.
package struct ValueReader {
    private let bytes: [UInt8]
    private var position: Int
    private static let depthLimit = 600

    /// Reads some bytes from their start.
    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
        position = 0
    }

    /// Whether everything was read.
    package var isAtEnd: Bool { position == bytes.count }

    /// The next value.
    package mutating func value() throws(WireError) -> Value {
        try value(depth: 0)
    }

    /// The next text.
    package mutating func text() throws(WireError) -> String {
        guard let text = String(validating: try data(), as: UTF8.self) else { throw .malformed }
        return text
    }

    /// The next integer.
    package mutating func integer() throws(WireError) -> UInt64 {
        var result: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            let byte = try byte()
            guard shift < 64 else { throw .malformed }
            result |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return result }
            shift += 7
        }
    }

    /// The next count of things that take at least a byte each.
    package mutating func count() throws(WireError) -> Int {
        let count = try integer()
        guard count <= UInt64(bytes.count - position) else { throw .malformed }
        return Int(count)
    }

    private mutating func value(depth: Int) throws(WireError) -> Value {
        guard depth < Self.depthLimit else { throw .malformed }
        switch try byte() {
        case ValueTag.undefined: return .undefined
        case ValueTag.null: return .null
        case ValueTag.no: return .bool(false)
        case ValueTag.yes: return .bool(true)
        case ValueTag.integer:
            let word = try integer()
            return .number(Number(Int64(bitPattern: word >> 1) ^ -Int64(bitPattern: word & 1)))
        case ValueTag.decimal:
            guard let number = Number(try text()) else { throw .malformed }
            return .number(number)
        case ValueTag.text: return .text(try text())
        case ValueTag.date:
            return .date(Timestamp(millisecondsSinceEpoch: Int64(bitPattern: try integer())))
        case ValueTag.binary: return .binary(Binary(Array(try data())))
        case ValueTag.array: return try array(depth: depth + 1)
        case ValueTag.collection: return try collection(depth: depth + 1)
        default: throw .malformed
        }
    }

    private mutating func array(depth: Int) throws(WireError) -> Value {
        let count = try count()
        var elements: [Value] = []
        elements.reserveCapacity(count)
        for _ in 0..<count { elements.append(try value(depth: depth)) }
        return .array(elements)
    }

    private mutating func collection(depth: Int) throws(WireError) -> Value {
        let count = try count()
        var fields = Fields()
        fields.reserveCapacity(count)
        for _ in 0..<count {
            let key = try text()
            fields[key] = try value(depth: depth)
        }
        return .collection(fields)
    }

    private mutating func data() throws(WireError) -> ArraySlice<UInt8> {
        let count = try count()
        defer { position += count }
        return bytes[position..<position + count]
    }

    private mutating func byte() throws(WireError) -> UInt8 {
        guard position < bytes.count else { throw .malformed }
        defer { position += 1 }
        return bytes[position]
    }
}

/// Why a message between host and worker could not be read.
package enum WireError: Error, Sendable {
    /// It is not what its writer writes.
    case malformed
}
