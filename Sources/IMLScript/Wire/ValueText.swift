package import IML

/// A value on its way between host and script: JSON, which the engine reads faster than anything else, and beside it what
/// JSON cannot say.
///
/// The text is `[value, exception, …]`. An exception is `[kind, payload, key, …]`: `null` stands at the path of the keys,
/// and means undefined (`u`), a date (`d`, milliseconds), binary (`b`, base64), or a whole number of any length (`n`,
/// digits). The other end is `CodecScript` of the worker, in JavaScript.
package struct ValueText: Sendable, Hashable {
    /// The text in UTF-8, without zero bytes.
    package let bytes: [UInt8]

    /// Takes a text as it came.
    package init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Writes a value.
    package init(_ value: Value) {
        guard !value.isPlain else {
            bytes = Value.array([value]).json()
            return
        }
        var exceptions: [Value] = []
        var path: [Value] = []
        let plain = value.plain(at: &path, &exceptions)
        bytes = Value.array([plain] + exceptions).json()
    }
}

extension Value {
    /// Whether JSON says all there is to say of it.
    fileprivate var isPlain: Bool {
        switch self {
        case .undefined, .date, .binary: false
        case .null, .bool, .number, .text: true
        case .array(let elements): elements.allSatisfy(\.isPlain)
        case .collection(let fields): fields.allSatisfy(\.value.isPlain)
        }
    }

    /// The value with null wherever JSON does not do, which is noted with its path.
    fileprivate func plain(at path: inout [Value], _ exceptions: inout [Value]) -> Value {
        switch self {
        case .null, .bool, .number, .text: return self
        case .undefined: exceptions.append(.array(["u", 0] + path))
        case .date(let date): exceptions.append(.array(["d", .number(Number(date.millisecondsSinceEpoch))] + path))
        case .binary(let binary): exceptions.append(.array(["b", .text(binary.base64)] + path))
        case .array(let elements):
            var plain: [Value] = []
            plain.reserveCapacity(elements.count)
            for (index, element) in elements.enumerated() {
                plain.append(element.plain(below: Value(index), of: &path, &exceptions))
            }
            return .array(plain)
        case .collection(let fields):
            var plain = Fields()
            plain.reserveCapacity(fields.count)
            for (key, value) in fields {
                plain.append(key, value.plain(below: .text(key), of: &path, &exceptions))
            }
            return .collection(plain)
        }
        return .null
    }

    private func plain(below key: Value, of path: inout [Value], _ exceptions: inout [Value]) -> Value {
        path.append(key)
        defer { path.removeLast() }
        return plain(at: &path, &exceptions)
    }
}
