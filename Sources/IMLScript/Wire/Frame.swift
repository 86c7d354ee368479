/// How messages lie on the pipes between host and worker: four bytes of length, little-endian, then the message.
package enum Frame {
    /// Bytes before each message.
    package static let headerBytes = 4

    /// A message with its length before it.
    package static func bytes(of message: [UInt8]) -> [UInt8] {
        let count = UInt32(message.count)
        return [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: count >> $0) } + message
    }

    /// The length a header announces.
    package static func length(_ header: [UInt8]) -> Int {
        header.prefix(headerBytes).enumerated().reduce(0) { $0 | Int($1.element) << (8 * $1.offset) }
    }
}
