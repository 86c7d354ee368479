import Foundation
package import IML
import PatchbayText

extension ValueText {
    /// Deeper than scripts' values may nest, for the frame the text puts around them.
    private static let limits = JSONLimits(depth: 600)

    /// The value the text stands for.
    ///
    /// - Throws: `WireError` for a text nobody writes; a worker may have been taken over by what it runs.
    package func value() throws(WireError) -> Value {
        guard let parts = try? Value(json: bytes, limits: Self.limits), case .array(let parts) = parts,
            let value = parts.first
        else { throw .malformed }
        if parts.count == 1 { return value }
        var exceptions: [ValueException] = []
        exceptions.reserveCapacity(parts.count - 1)
        for part in parts.dropFirst() {
            guard case .array(let part) = part, part.count >= 2 else { throw .malformed }
            let value = try Self.exceptional(part[0].text, part[1])
            exceptions.append(ValueException(path: part.dropFirst(2), value: value))
        }
        return try value.replacing(exceptions[...])
    }

    private static func exceptional(_ kind: String, _ payload: Value) throws(WireError) -> Value {
        switch (kind, payload) {
        case ("u", _): return .undefined
        case ("d", .number(let moment)):
            return .date(Timestamp(millisecondsSinceEpoch: Int64(exactly: moment.double) ?? 0))
        case ("b", .text(let text)):
            guard let bytes = Base64.decode(text.utf8) else { throw .malformed }
            return .binary(Binary(bytes))
        case ("n", .text(let digits)):
            return Number(digits).map(Value.number) ?? .text(digits)
        default: throw .malformed
        }
    }
}

/// A value JSON cannot say, and where it stands.
private struct ValueException {
    let path: ArraySlice<Value>
    let value: Value

    /// The next key on the way, and the rest of it.
    func split() throws(WireError) -> (key: Value, rest: ValueException) {
        guard let key = path.first else { throw .malformed }
        return (key, ValueException(path: path.dropFirst(), value: value))
    }
}

extension Value {
    /// The value with exceptions in their places.
    ///
    /// They are in the order of the places, so that each array and collection is gone through once, however many there
    /// are in it.
    fileprivate func replacing(_ exceptions: ArraySlice<ValueException>) throws(WireError) -> Value {
        if let only = exceptions.first, exceptions.count == 1, only.path.isEmpty { return only.value }
        switch self {
        case .array(var elements):
            var end = 0
            try Value.forEachKey(of: exceptions) { (key, inner) throws(WireError) in
                guard case .number(let number) = key, let index = number.integer, index >= end, index < elements.count
                else { throw .malformed }
                elements[index] = try elements[index].replacing(inner)
                end = index + 1
            }
            return .array(elements)
        case .collection(var fields):
            var seen: Set<ExactText> = []
            try Value.forEachKey(of: exceptions) { (key, inner) throws(WireError) in
                guard case .text(let name) = key, let member = fields[name], seen.insert(ExactText(name)).inserted
                else {
                    throw .malformed
                }
                fields[name] = try member.replacing(inner)
            }
            return .collection(fields)
        default: throw .malformed
        }
    }

    /// Takes exceptions that go the same way together.
    private static func forEachKey(
        of exceptions: ArraySlice<ValueException>,
        _ body: (Value, ArraySlice<ValueException>) throws(WireError) -> Void
    ) throws(WireError) {
        var current: Value?
        var inner: [ValueException] = []
        for exception in exceptions {
            let (key, rest) = try exception.split()
            if let current, current != key {
                try body(current, inner[...])
                inner.removeAll(keepingCapacity: true)
            }
            current = key
            inner.append(rest)
        }
        if let current { try body(current, inner[...]) }
    }
}
