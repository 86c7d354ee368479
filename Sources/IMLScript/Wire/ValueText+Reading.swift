import Foundation
package import IML

extension ValueText {
    /// Deeper than scripts' values may nest, for the frame the text puts around them.
    private static let limits = JSONLimits(depth: 600)

    /// The value the text stands for.
    ///
    /// - Throws: `WireError` for a text nobody writes; a worker may have been taken over by what it runs.
    package func value() throws(WireError) -> Value {
        guard let parts = try? Value(json: bytes, limits: Self.limits), case .array(let parts) = parts,
            var value = parts.first
        else { throw .malformed }
        for exception in parts.dropFirst() {
            guard case .array(let exception) = exception, exception.count >= 2 else { throw .malformed }
            try value.put(try Self.exceptional(exception[0].text, exception[1]), at: exception.dropFirst(2))
        }
        return value
    }

    private static func exceptional(_ kind: String, _ payload: Value) throws(WireError) -> Value {
        switch (kind, payload) {
        case ("u", _): return .undefined
        case ("d", .number(let moment)):
            return .date(Timestamp(millisecondsSinceEpoch: Int64(exactly: moment.double) ?? 0))
        case ("b", .text(let text)):
            guard let data = Data(base64Encoded: text) else { throw .malformed }
            return .binary(Binary(Array(data)))
        case ("n", .text(let digits)):
            return Number(digits).map(Value.number) ?? .text(digits)
        default: throw .malformed
        }
    }
}

extension Value {
    /// Replaces what stands at a path.
    fileprivate mutating func put(_ value: Value, at path: ArraySlice<Value>) throws(WireError) {
        guard let key = path.first else {
            self = value
            return
        }
        switch (self, key) {
        case (.array(var elements), .number(let number)):
            guard let index = number.integer, elements.indices.contains(index) else { throw .malformed }
            self = .null
            try elements[index].put(value, at: path.dropFirst())
            self = .array(elements)
        case (.collection(var fields), .text(let key)):
            guard var member = fields[key] else { throw .malformed }
            self = .null
            try member.put(value, at: path.dropFirst())
            fields[key] = member
            self = .collection(fields)
        default: throw .malformed
        }
    }
}
