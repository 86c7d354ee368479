import IML
import PatchbayAuth
import PatchbayText

extension FormDecoding {
    /// The pairs of a query or a form in order; a name that comes again gathers an array.
    ///
    /// - Parameter charset: What the bytes are text in.
    static func fields(_ form: some Collection<UInt8>, in charset: Charset = .utf8) -> Fields {
        let pairs = form.split(separator: UInt8(ascii: "&")).map { pair in
            let mark = pair.firstIndex(of: UInt8(ascii: "="))
            let value = mark.map { text(pair[pair.index(after: $0)...], charset) } ?? ""
            return (name: text(pair[..<(mark ?? pair.endIndex)], charset), value: Value.text(value))
        }
        return Fields(repeatable: pairs)
    }

    private static func text(_ bytes: some Sequence<UInt8>, _ charset: Charset) -> String {
        let bytes = decode(bytes)
        return String(decoding: charset == .utf8 ? bytes : charset.utf8(bytes), as: UTF8.self)
    }
}
