/// Reads what ``MessageWriter`` wrote.
///
/// It never trusts the bytes: a worker may have been taken over by what it runs.
package struct MessageReader {
    private let bytes: [UInt8]
    private var position: Int

    /// Reads some bytes from their start.
    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
        position = 0
    }

    /// The next text.
    package mutating func text() throws(WireError) -> String {
        guard let text = String(validating: try slice(), as: UTF8.self) else { throw .malformed }
        return text
    }

    /// The next bytes.
    package mutating func data() throws(WireError) -> [UInt8] { Array(try slice()) }

    /// The next integer.
    package mutating func integer() throws(WireError) -> UInt64 {
        var result: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            guard position < bytes.count, shift < 64 else { throw .malformed }
            let byte = bytes[position]
            position += 1
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

    private mutating func slice() throws(WireError) -> ArraySlice<UInt8> {
        let count = try count()
        defer { position += count }
        return bytes[position..<position + count]
    }
}

/// Why a message between host and worker could not be read.
package enum WireError: Error, Sendable {
    /// It is not what its writer writes.
    case malformed
    /// It is longer than it may be.
    case tooLong
}
