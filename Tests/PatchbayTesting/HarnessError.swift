import Foundation

/// Why something of a test's surroundings did not work, with all that is known.
package struct HarnessError: Error, CustomStringConvertible {
    /// What did not work.
    package let description: String

    /// Says what did not work.
    package init(_ description: String) {
        self.description = description
    }

    /// The system's word for what just failed.
    package static func system(_ action: String, _ code: Int32 = errno) -> HarnessError {
        HarnessError("\(action): \(String(cString: strerror(code)))")
    }
}
