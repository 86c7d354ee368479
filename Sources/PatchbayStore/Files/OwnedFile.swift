import PatchbayText

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A small file only its owner may read, and which is on the disk when a method that wrote it returns.
struct OwnedFile: Sendable {
    /// The permission bits it has.
    let permissions: UInt32
    /// What it says.
    let text: String

    /// Reads a file.
    ///
    /// - Returns: `nil` when there is none.
    static func read(_ path: String) throws(SystemError) -> OwnedFile? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw .last
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .last }
        var bytes = [UInt8](repeating: 0, count: 64 << 10)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        guard count >= 0 else { throw .last }
        return OwnedFile(
            permissions: UInt32(status.st_mode) & 0o777,
            text: String(decoding: bytes.prefix(count), as: UTF8.self)
        )
    }

    /// Makes a file; one that is there already stays as it is.
    static func create(_ path: String, text: String) throws(SystemError) {
        let draft = draft(of: path)
        try write(text, to: draft)
        try publish(draft, as: path)
    }

    /// Gives a finished draft its name; a file that has it already stays as it is.
    ///
    /// The draft is gone either way.
    static func publish(_ draft: String, as path: String) throws(SystemError) {
        defer { unlink(draft) }
        // A link, unlike a rename, does not replace what another process has just made.
        guard link(draft, path) == 0 || errno == EEXIST else { throw .last }
        try syncDirectory(of: path)
    }

    /// Makes a file or replaces it; readers see the old text or the new one, never a part.
    static func replace(_ path: String, text: String) throws(SystemError) {
        let draft = draft(of: path)
        try write(text, to: draft)
        guard rename(draft, path) == 0 else {
            let error = SystemError.last
            unlink(draft)
            throw error
        }
        try syncDirectory(of: path)
    }

    /// A name beside a file under which nobody else writes.
    static func draft(of path: String) -> String {
        "\(path).\(getpid()).\(UInt32.random(in: .min ... .max))"
    }

    /// Makes the draft of a file.
    static func write(_ text: String, to draft: String) throws(SystemError) {
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .last }
        defer { close(descriptor) }
        let bytes = Array(text.utf8)
        guard pwrite(descriptor, bytes, bytes.count, 0) == bytes.count, fsync(descriptor) == 0 else {
            let error = SystemError.last
            unlink(draft)
            throw error
        }
    }

    /// Makes the directory's entry of a file last too.
    private static func syncDirectory(of path: String) throws(SystemError) {
        let parent = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let descriptor = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .last }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .last }
    }
}
