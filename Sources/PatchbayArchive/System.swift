import PatchbayText

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// A file that is being written, made new: one that is there already is refused, and so is a link.
struct NewFile: ~Copyable {
    private let descriptor: Int32
    private let path: String

    init(_ path: String) throws(ArchiveError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw ArchiveError("'\(path)' cannot be written", .last) }
        self.path = path
        self.descriptor = descriptor
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws(ArchiveError) {
        var rest = bytes
        while let start = rest.baseAddress, !rest.isEmpty {
            #if canImport(Darwin)
                let count = Darwin.write(descriptor, start, rest.count)
            #elseif canImport(Musl)
                let count = Musl.write(descriptor, start, rest.count)
            #else
                let count = Glibc.write(descriptor, start, rest.count)
            #endif
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw ArchiveError("'\(path)' cannot be written", .last) }
            rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        }
    }

    deinit { close(descriptor) }
}

/// Calls of the operating system on directories.
enum Directories {
    /// Makes a directory; one that is there already is fine.
    static func make(_ path: String) throws(ArchiveError) {
        if mkdir(path, 0o777) == 0 { return }
        let error = SystemError.last
        guard error.number == EEXIST, isDirectory(path) else {
            throw ArchiveError("The directory '\(path)' cannot be made", error)
        }
    }

    private static func isDirectory(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// How many bytes a file has; `nil` for what is none.
    static func fileSize(_ path: String) -> Int? {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return Int(status.st_size)
    }
}
