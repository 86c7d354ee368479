/// Puts messages together from the pieces a socket gives, most of them from one.
///
/// What was read behind a message stays for the next one, as long as the reader does.
package struct FrameReader: Sendable {
    private let room: Int
    /// Made when something is read first.
    private var bytes: [UInt8] = []
    private var filled = 0

    /// Makes a reader that has read nothing.
    ///
    /// - Parameter room: How much a piece may have; a longer message gets the room it needs.
    package init(room: Int) {
        self.room = room
    }

    /// Whether something was read that is not a whole message yet, or was not taken.
    package var isBegun: Bool { filled > 0 }

    /// Lends the room for the next piece; ask for a ``message(limit:)`` before.
    ///
    /// - Parameter read: Puts bytes there and gives how many, as the system's `read` does.
    /// - Returns: What `read` gives.
    package mutating func fill(_ read: (UnsafeMutableRawBufferPointer) -> Int) -> Int {
        if bytes.isEmpty { bytes = [UInt8](repeating: 0, count: room) }
        let start = filled
        let count = bytes.withUnsafeMutableBytes { read(UnsafeMutableRawBufferPointer(rebasing: $0[start...])) }
        filled += max(count, 0)
        return count
    }

    /// Takes the next message.
    ///
    /// - Parameter limit: How many bytes it may have.
    /// - Returns: The message; `nil` as long as not all of it was read.
    /// - Throws: `WireError.tooLong`.
    package mutating func message(limit: Int) throws(WireError) -> [UInt8]? {
        guard filled >= Frame.headerBytes else { return nil }
        let length = Frame.length(bytes)
        guard length <= limit else { throw .tooLong }
        let end = Frame.headerBytes + length
        if filled < end {
            if bytes.count < end { bytes.append(contentsOf: repeatElement(0, count: end - bytes.count)) }
            return nil
        }
        let message = Array(bytes[Frame.headerBytes..<end])
        for index in end..<filled { bytes[index - end] = bytes[index] }
        filled -= end
        if bytes.count > room { bytes.removeLast(bytes.count - max(room, filled)) }
        return message
    }
}
