/// A line of a source with a caret under a place, for people at a terminal.
public struct SourceExcerpt: Sendable, Hashable, CustomStringConvertible {
    /// The line, cut to the place's surroundings when it is long, and below it the caret.
    public let description: String

    /// Cuts the line around a place out of a source.
    ///
    /// - Parameters:
    ///   - source: The whole text.
    ///   - offset: The place in UTF-8 bytes from 0.
    public init(of source: String, at offset: Int) {
        let bytes = Array(source.utf8)
        let place = min(max(0, offset), bytes.count)
        let start = TextPosition(of: place, in: bytes).lineStart
        let end = bytes[place...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
        let before = Array(String(decoding: bytes[start..<place], as: UTF8.self))
        let after = Array(String(decoding: bytes[place..<end], as: UTF8.self))
        let lead = (before.count > Self.shown.before ? "…" : "") + Self.line(before.suffix(Self.shown.before))
        let tail = Self.line(after.prefix(Self.shown.after)) + (after.count > Self.shown.after ? "…" : "")
        description = lead + tail + "\n" + String(repeating: " ", count: lead.terminalWidth) + "^"
    }

    /// How many characters are shown of a long line.
    private static let shown = (before: 50, after: 30)

    private static func line(_ characters: ArraySlice<Character>) -> String {
        String(decoding: String(characters).utf8.map { $0 == 0x09 || $0 == 0x0D ? 0x20 : $0 }, as: UTF8.self)
    }
}
