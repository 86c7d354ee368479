import Foundation

/// An error number of the system.
struct SystemCode: Error, Hashable {
    /// The number.
    let number: Int32

    /// Takes a number as `errno` has it.
    init(_ number: Int32) {
        self.number = number
    }

    /// What the system calls it.
    var message: String { String(cString: strerror(number)) }
}
