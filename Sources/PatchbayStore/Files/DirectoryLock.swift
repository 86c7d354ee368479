#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A lock on a directory, held by one process at a time and let go at its end, however that comes.
enum DirectoryLock {
    /// Runs a body while no other process holds the directory's lock.
    static func holding<Output>(_ directory: String, _ body: () throws -> Output) throws -> Output {
        let descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemError.last }
        defer { close(descriptor) }
        guard flock(descriptor, LOCK_EX) == 0 else { throw SystemError.last }
        return try body()
    }
}
