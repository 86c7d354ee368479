/// Why a text is not XML that is read, with the place.
public struct XMLError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong, in a sentence without the place.
    public let message: String
    /// The line, from 1.
    public let line: Int
    /// The column in UTF-8 bytes, from 1.
    public let column: Int

    init(_ message: String, at offset: Int, in bytes: [UInt8]) {
        self.message = message
        let before = bytes[..<min(offset, bytes.count)]
        let lastLineEnd = before.lastIndex(of: UInt8(ascii: "\n"))
        line = before.lazy.filter { $0 == UInt8(ascii: "\n") }.count + 1
        column = before.count - (lastLineEnd.map { $0 + 1 } ?? 0) + 1
    }

    /// The message with its place.
    public var description: String {
        "\(message) (line \(line), column \(column))"
    }
}
