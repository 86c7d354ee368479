import PatchbayText

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The directory a host keeps its state in.
package struct DataDirectory: Sendable, Hashable {
    /// Where it is.
    package let path: String

    /// Where its database is.
    package var database: String { Self.database(in: path) }

    /// Where the database of a directory is, whether the directory is there or not.
    static func database(in path: String) -> String { path + "/patchbay.sqlite" }

    /// Where its key file is.
    package var keyFile: String { path + "/patchbay.key" }

    /// Where hosts that share the directory show each other that they live.
    package var presenceFile: String { path + "/patchbay.hosts" }

    /// Opens a directory; one that is not there is made for its owner alone.
    ///
    /// - Throws: ``StoreError/Kind/notWritable`` naming the directory.
    package init(_ path: String) throws(StoreError) {
        var path = path
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        self.path = path
        do throws(SystemError) {
            try Self.make(path)
            guard access(path, W_OK | X_OK) == 0 else { throw SystemError.last }
        } catch {
            throw StoreError(
                .notWritable,
                "The data directory \(path) cannot be written: \(error.text).",
                remedy: "Choose another one with --data (PATCHBAY_DATA), or make it writable for the host's user."
            )
        }
    }

    private static func make(_ path: String) throws(SystemError) {
        if mkdir(path, 0o700) == 0 { return }
        switch errno {
        case EEXIST:
            var status = stat()
            guard stat(path, &status) == 0 else { throw .last }
            guard status.st_mode & S_IFMT == S_IFDIR else { throw SystemError(number: ENOTDIR) }
        case ENOENT:
            guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else {
                throw SystemError(number: ENOENT)
            }
            try make(String(path[..<slash]))
            guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw .last }
        default:
            throw .last
        }
    }

    /// Shows other hosts that share the directory that this one lives.
    func markPresence() throws(StoreError) -> PresenceMark {
        do {
            return try PresenceMark(in: presenceFile)
        } catch {
            throw StoreError(
                .notWritable,
                "The file \(presenceFile) cannot be locked: \(error.text).",
                remedy: "Make it writable for the host's user, or choose another directory with --data."
            )
        }
    }
}
