import IML

/// `application/x-www-form-urlencoded` pairs of a value, for queries and forms.
///
/// Null and undefined are dropped, collections nest as `a[b]=c`. Arrays repeat: the plain key in a query, `a[]` in a
/// form.
struct FormEncoding {
    /// How an array's key is written.
    enum ArrayStyle {
        /// `a=1&a=2`, as in queries.
        case repeatedKey
        /// `a[]=1&a[]=2`, as in forms.
        case brackets
    }

    private let style: ArrayStyle
    private var bytes: [UInt8] = []

    /// Writes the pairs of a collection, joined by `&`.
    ///
    /// - Parameters:
    ///   - fields: The collection.
    ///   - style: How an array's key is written.
    /// - Returns: The encoded pairs; empty when nothing is left to write.
    static func encode(_ fields: Fields, arrays style: ArrayStyle) -> [UInt8] {
        var encoding = FormEncoding(style: style)
        for (name, value) in fields { encoding.append(value, under: name, depth: 0) }
        return encoding.bytes
    }

    private init(style: ArrayStyle) {
        self.style = style
    }

    /// Deeper structures than this cannot be meant as a form.
    private static let deepest = 32

    private mutating func append(_ value: Value, under name: String, depth: Int) {
        guard depth < Self.deepest else { return }
        switch value {
        case .undefined, .null:
            return
        case .array(let elements):
            for (index, element) in elements.enumerated() {
                append(element, under: elementName(name, element: element, index: index), depth: depth + 1)
            }
        case .collection(let fields):
            for (key, element) in fields { append(element, under: "\(name)[\(key)]", depth: depth + 1) }
        default:
            if !bytes.isEmpty { bytes.append(UInt8(ascii: "&")) }
            PercentEncoder.component.append(name, to: &bytes)
            bytes.append(UInt8(ascii: "="))
            PercentEncoder.component.append(value.text, to: &bytes)
        }
    }

    /// An array's elements that are structures themselves need their index: `a[0][b]`, or their parts would mix.
    private func elementName(_ name: String, element: Value, index: Int) -> String {
        switch element {
        case .collection, .array: "\(name)[\(index)]"
        default: style == .brackets ? "\(name)[]" : name
        }
    }
}

/// Reads `application/x-www-form-urlencoded` pairs.
enum FormDecoding {
    /// The pairs in order, `+` read as a space; a name that comes again gathers an array.
    static func decode(_ text: some StringProtocol) -> Fields {
        var fields = Fields()
        for pair in text.utf8.split(separator: UInt8(ascii: "&")) {
            let mark = pair.firstIndex(of: UInt8(ascii: "="))
            let name = unescape(pair[..<(mark ?? pair.endIndex)])
            let value = Value.text(mark.map { unescape(pair[pair.index(after: $0)...]) } ?? "")
            switch fields[name] {
            case nil: fields[name] = value
            case .array(let values): fields[name] = .array(values + [value])
            case .some(let first): fields[name] = .array([first, value])
            }
        }
        return fields
    }

    private static func unescape(_ bytes: some Collection<UInt8>) -> String {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var index = bytes.startIndex
        while index != bytes.endIndex {
            let byte = bytes[index]
            bytes.formIndex(after: &index)
            if byte == UInt8(ascii: "+") {
                result.append(UInt8(ascii: " "))
            } else if byte == UInt8(ascii: "%"), let (decoded, next) = escape(in: bytes, at: index) {
                result.append(decoded)
                index = next
            } else {
                result.append(byte)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func escape<Bytes: Collection<UInt8>>(
        in bytes: Bytes,
        at index: Bytes.Index
    ) -> (UInt8, Bytes.Index)? {
        guard index != bytes.endIndex else { return nil }
        let second = bytes.index(after: index)
        guard second != bytes.endIndex, let high = digit(bytes[index]), let low = digit(bytes[second]) else {
            return nil
        }
        return (high << 4 | low, bytes.index(after: second))
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
