import Foundation

// The compiler may ascribe `stat` to either, by what the module's other files import.
#if canImport(CDispatch)
    import CDispatch
#endif

/// The directories below one, found as a reader of bundles would: links to directories are followed, hidden ones are not.
enum DirectoryTree {
    /// How deep bundles nest at most.
    static let deepest = 12
    /// How many directories are looked at at most.
    static let most = 20_000

    /// The root and every directory below it: by each path that leads to it, unless that goes in a circle.
    static func directories(below root: String) -> [String] {
        var found: [String] = []
        walk(root) { found.append($0) }
        return found
    }

    /// Visits the root and every directory below it, before its entries are looked at.
    ///
    /// A directory several links lead to is visited by each path; a link back to where it stands in is not followed.
    ///
    /// Whoever begins to watch a directory on the visit misses nothing: what was in it before is visited too, what comes
    /// later is told.
    ///
    /// - Throws: What `visit` throws, which ends the walk.
    static func walk<Failure: Error>(_ root: String, _ visit: (String) throws(Failure) -> Void) throws(Failure) {
        var count = 0
        try walk(root, within: [], &count, visit)
    }

    private static func walk<Failure: Error>(
        _ path: String,
        within ancestors: [FileIdentity],
        _ count: inout Int,
        _ visit: (String) throws(Failure) -> Void
    ) throws(Failure) {
        guard ancestors.count <= deepest, count < most, let status = FileStatus(path), status.isDirectory,
            !ancestors.contains(status.identity)
        else { return }
        count += 1
        try visit(path)
        for name in entries(path) where !name.hasPrefix(".") {
            try walk(path + "/" + name, within: ancestors + [status.identity], &count, visit)
        }
    }

    /// The names in a directory, sorted.
    static func entries(_ path: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
    }
}

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
