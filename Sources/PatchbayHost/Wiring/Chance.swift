import Foundation

/// Unpredictable bytes of the system.
enum Chance {
    /// The most the system gives at once.
    private static let mostAtOnce = 256

    /// As many bytes as asked for, with as few questions to the system as it allows.
    @Sendable
    static func bytes(_ count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        bytes.withUnsafeMutableBytes { buffer in
            for start in stride(from: 0, to: count, by: mostAtOnce) {
                let part = UnsafeMutableRawBufferPointer(rebasing: buffer[start..<min(start + mostAtOnce, count)])
                precondition(getentropy(part.baseAddress, part.count) == 0, "The system gives no unpredictable bytes.")
            }
        }
        return bytes
    }
}
