#if os(Linux)
    import CSandbox
    import Glibc
#else
    import Darwin
#endif

/// The memory of this process, in which credentials stand open while they are used.
package enum ProcessMemory {
    /// The signals that end a program that is at fault.
    private static let crashes = [SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGQUIT, SIGSEGV, SIGTRAP]

    /// Keeps it out of core files, out of the traces the language prints of a crash, and on Linux from other processes
    /// of the same user.
    ///
    /// A trace shows what the processor's registers point at. Whoever wants traces all the same sets `SWIFT_BACKTRACE`.
    ///
    /// - Parameter environment: The process's environment.
    package static func keepToItself(_ environment: [String: String]) {
        #if os(Linux)
            patchbay_leave_no_core()
        #else
            var none = rlimit(rlim_cur: 0, rlim_max: 0)
            setrlimit(RLIMIT_CORE, &none)
        #endif
        guard environment["SWIFT_BACKTRACE"] == nil else { return }
        for number in crashes { signal(number, SIG_DFL) }
    }
}
