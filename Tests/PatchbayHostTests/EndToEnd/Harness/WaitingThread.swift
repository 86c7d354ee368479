import Foundation

/// Does work that blocks on a thread of its own, so that no thread of the cooperative pool waits.
func waiting<Result: Sendable>(_ work: @escaping @Sendable () throws -> Result) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread {
            do {
                continuation.resume(returning: try work())
            } catch {
                continuation.resume(throwing: error)
            }
        }
    }
}

/// Why something of a test's surroundings did not work, with all that is known.
struct HarnessError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }

    /// The system's word for what just failed.
    static func system(_ action: String, _ code: Int32 = errno) -> HarnessError {
        HarnessError("\(action): \(String(cString: strerror(code)))")
    }
}
