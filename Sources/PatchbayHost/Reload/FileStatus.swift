#if canImport(Glibc)
    // With Dispatch in the module, the compiler may take the C library's `stat` for a part of it.
    import CDispatch
    import Glibc
#else
    import Darwin
#endif

/// Which file a path leads to, whatever its name.
struct FileIdentity: Hashable {
    var device: UInt64
    var file: UInt64
}

/// What the system says about a file, with links followed.
struct FileStatus: Hashable {
    /// Which file it is.
    var identity: FileIdentity
    /// Whether it is a directory.
    var isDirectory: Bool
    /// Its size in bytes.
    var size: Int64
    /// When its content changed last, in nanoseconds.
    var modified: Int64

    /// Asks about a path; `nil` when nothing is there.
    init?(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        identity = FileIdentity(device: UInt64(status.st_dev), file: UInt64(status.st_ino))
        isDirectory = status.st_mode & S_IFMT == S_IFDIR
        size = Int64(status.st_size)
        #if canImport(Glibc)
            modified = Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
        #else
            modified = Int64(status.st_mtimespec.tv_sec) * 1_000_000_000 + Int64(status.st_mtimespec.tv_nsec)
        #endif
    }
}
