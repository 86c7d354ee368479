/// How messages lie on the socket between host and worker: four bytes of length, little-endian, then the message.
package enum Frame {
    /// Bytes before each message.
    package static let headerBytes = 4

    /// A message with its length before it.
    package static func bytes(of message: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(headerBytes + message.count)
        let count = UInt32(message.count)
        for shift in [0, 8, 16, 24] as [UInt32] { bytes.append(UInt8(truncatingIfNeeded: count >> shift)) }
        bytes.append(contentsOf: message)
        return bytes
    }

    /// The length a header announces.
    package static func length(_ header: [UInt8]) -> Int {
        Int(header[0]) | Int(header[1]) << 8 | Int(header[2]) << 16 | Int(header[3]) << 24
    }
}
