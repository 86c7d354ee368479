/// A regular expression as it is written: `/source/flags`.
struct PatternText: Hashable, Sendable {
    /// What stands between the slashes.
    let source: String
    /// The letters behind them.
    let flags: String

    /// Takes a text apart; `nil` when it is not written as a regular expression.
    init?(_ text: String) {
        guard text.utf8.first == UInt8(ascii: "/") else { return nil }
        let bytes = Array(text.utf8)
        guard let end = bytes.lastIndex(of: UInt8(ascii: "/")), end > 1,
            bytes[(end + 1)...].allSatisfy({ "dgimsuvy".utf8.contains($0) })
        else { return nil }
        source = String(decoding: bytes[1..<end], as: UTF8.self)
        flags = String(decoding: bytes[(end + 1)...], as: UTF8.self)
    }
}
