#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Why a call of the operating system failed.
package struct SystemError: Error, Hashable, CustomStringConvertible {
    /// The number, as `errno` has it.
    package let number: Int32

    /// Takes a number.
    package init(number: Int32) {
        self.number = number
    }

    /// The error of this thread's last call that failed; to be read before the next call.
    package static var last: SystemError { SystemError(number: errno) }

    /// The system's words for it.
    package var text: String { String(cString: strerror(number)) }

    /// The system's words for it.
    package var description: String { text }
}
