import IML
import PatchbayAuth
import PatchbayText

extension FormDecoding {
    /// The pairs of a query or a form in order; a name that comes again gathers an array.
    ///
    /// - Parameter charset: What the bytes are text in.
    static func fields(_ form: some Collection<UInt8>, in charset: Charset = .utf8) -> Fields {
        var fields = Fields()
        for pair in form.split(separator: UInt8(ascii: "&")) {
            let mark = pair.firstIndex(of: UInt8(ascii: "="))
            let name = text(pair[..<(mark ?? pair.endIndex)], charset)
            let value = Value.text(mark.map { text(pair[pair.index(after: $0)...], charset) } ?? "")
            switch fields[name] {
            case nil: fields[name] = value
            case .array(let values): fields[name] = .array(values + [value])
            case .some(let first): fields[name] = .array([first, value])
            }
        }
        return fields
    }

    private static func text(_ bytes: some Sequence<UInt8>, _ charset: Charset) -> String {
        let bytes = decode(bytes)
        return String(decoding: charset == .utf8 ? bytes : charset.utf8(bytes), as: UTF8.self)
    }
}
