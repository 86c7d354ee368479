import PatchbayBundle

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
    /// When its content changed last, in nanoseconds since 1970.
    var modified: Int64
    /// When its content, its owner or its mode changed last: nobody can set that time.
    var changed: Int64

    /// Asks about a path; `nil` when nothing is there.
    init?(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        identity = FileIdentity(device: UInt64(status.st_dev), file: UInt64(status.st_ino))
        isDirectory = status.st_mode & S_IFMT == S_IFDIR
        size = Int64(status.st_size)
        #if canImport(Glibc)
            modified = Self.nanoseconds(status.st_mtim)
            changed = Self.nanoseconds(status.st_ctim)
        #else
            modified = Self.nanoseconds(status.st_mtimespec)
            changed = Self.nanoseconds(status.st_ctimespec)
        #endif
    }

    /// Whether a path names a link or leads to a directory.
    static func isLinkOrDirectory(_ path: String) -> Bool {
        if case .some(.some) = try? SystemFile.linkTarget(path) { return true }
        return FileStatus(path)?.isDirectory == true
    }

    private static func nanoseconds(_ time: timespec) -> Int64 {
        let (seconds, isTooFar) = Int64(time.tv_sec).multipliedReportingOverflow(by: 1_000_000_000)
        return isTooFar ? .max : seconds &+ Int64(time.tv_nsec)
    }
}
