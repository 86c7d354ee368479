import IML
import PatchbayAuth
import PatchbayText

extension FormDecoding {
    /// The pairs of a query or a form in order; a name that comes again gathers an array.
    ///
    /// - Parameter charset: What the bytes are text in.
    static func fields(_ form: some Collection<UInt8>, in charset: Charset = .utf8) -> Fields {
        let pairs = pairs(of: form).map { pair in
            (name: text(pair.name, charset), value: Value.text(pair.value.map { text($0, charset) } ?? ""))
        }
        return Fields(repeatable: pairs)
    }

    private static func text(_ bytes: some Collection<UInt8>, _ charset: Charset) -> String {
        let bytes = decode(bytes)
        return String(decoding: charset == .utf8 ? bytes : charset.utf8(bytes), as: UTF8.self)
    }
}
