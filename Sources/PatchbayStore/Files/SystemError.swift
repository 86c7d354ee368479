import PatchbayText

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// What the operating system said about a file.
struct SystemError: Error, Hashable, CustomStringConvertible {
    /// The number of `errno`.
    let number: Int32

    /// The last call's error of this thread.
    static var last: SystemError { SystemError(number: errno) }

    /// The system's words for it.
    var text: String { String(cString: strerror(number)) }

    /// The system's words for it.
    var description: String { text }
}
