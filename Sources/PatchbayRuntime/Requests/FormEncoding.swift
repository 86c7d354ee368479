import IML
import PatchbayAuth
import PatchbayText

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
            PercentEncoding.append(name, to: &bytes)
            bytes.append(UInt8(ascii: "="))
            PercentEncoding.append(value.text, to: &bytes)
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
