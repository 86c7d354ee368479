import IML
import PatchbayAuth

extension FormDecoding {
    /// The pairs of a query or a form in order; a name that comes again gathers an array.
    static func fields(_ form: some Collection<UInt8>) -> Fields {
        var fields = Fields()
        for pair in form.split(separator: UInt8(ascii: "&")) {
            let mark = pair.firstIndex(of: UInt8(ascii: "="))
            let name = text(pair[..<(mark ?? pair.endIndex)])
            let value = Value.text(mark.map { text(pair[pair.index(after: $0)...]) } ?? "")
            switch fields[name] {
            case nil: fields[name] = value
            case .array(let values): fields[name] = .array(values + [value])
            case .some(let first): fields[name] = .array([first, value])
            }
        }
        return fields
    }

    private static func text(_ bytes: some Sequence<UInt8>) -> String {
        String(decoding: decode(bytes), as: UTF8.self)
    }
}
