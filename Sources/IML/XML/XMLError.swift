/// Why a text is not XML that is read, with the place.
public struct XMLError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong, in a sentence without the place.
    public let message: String
    /// The line, from 1.
    public let line: Int
    /// The column in characters (Unicode scalars), from 1.
    public let column: Int

    init(_ message: String, at offset: Int, in bytes: [UInt8]) {
        self.message = message
        let position = TextPosition(of: offset, in: bytes)
        line = position.line
        column = position.column
    }

    /// The message with its place.
    public var description: String {
        "\(message) (line \(line), column \(column))"
    }
}
