import PatchbayText

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A lock on a directory, held by one holder at a time in whatever process, and let go at its end however that comes.
final class DirectoryLock: Sendable {
    private let descriptor: Int32

    /// Opens a directory for locking.
    private init(_ path: String) throws(SystemError) {
        descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .last }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Runs a body while nobody else holds the directory's lock; the thread waits for it.
    static func holding<Output>(_ directory: String, _ body: () throws -> Output) throws -> Output {
        let lock = try DirectoryLock(directory)
        guard flock(lock.descriptor, LOCK_EX) == 0 else { throw SystemError.last }
        return try withExtendedLifetime(lock, body)
    }

    /// Runs a body while nobody else holds the directory's lock; the task waits for it.
    static func holding<Output>(
        _ directory: String,
        _ body: @Sendable () async throws -> Output
    ) async throws -> Output {
        let lock = try DirectoryLock(directory)
        while flock(lock.descriptor, LOCK_EX | LOCK_NB) != 0 {
            guard errno == EWOULDBLOCK || errno == EINTR else { throw SystemError.last }
            try await Task.sleep(for: .milliseconds(20))
        }
        let output = try await body()
        return withExtendedLifetime(lock) { output }
    }
}
