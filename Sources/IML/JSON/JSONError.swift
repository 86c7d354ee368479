/// Why a text is not JSON, with the place.
public struct JSONError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong, in a sentence without the place.
    public let message: String
    /// The line, from 1.
    public let line: Int
    /// The column in UTF-8 bytes, from 1.
    public let column: Int
    /// The position in bytes, from 0.
    public let offset: Int

    init(_ message: String, at offset: Int, in bytes: UnsafeBufferPointer<UInt8>) {
        self.message = message
        self.offset = offset
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
