/// Why a text is not JSON, with the place.
public struct JSONError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong, in a sentence without the place.
    public let message: String
    /// What is wrong, without a word of the document: for whoever must not be shown a piece of it.
    public let reason: String
    /// The line, from 1.
    public let line: Int
    /// The column in characters (Unicode scalars), from 1.
    public let column: Int
    /// The position in bytes, from 0.
    public let offset: Int

    init(_ message: String, reason: String? = nil, at offset: Int, in bytes: UnsafeBufferPointer<UInt8>) {
        self.message = message
        self.reason = reason ?? message
        self.offset = offset
        let position = TextPosition(of: offset, in: bytes)
        line = position.line
        column = position.column
    }

    /// The message with its place.
    public var description: String {
        "\(message) (line \(line), column \(column))"
    }

    /// What is wrong with its place, without a word of the document.
    public var discreetDescription: String { "\(reason) (line \(line), column \(column))" }
}
