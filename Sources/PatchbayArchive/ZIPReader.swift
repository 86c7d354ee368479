import CArchive

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// The entries of a ZIP file, one after the other.
final class ZIPReader {
    /// What an entry is.
    enum Kind {
        case file
        case directory
        /// A link, a device or the like.
        case other
    }

    /// What an entry says of itself.
    struct Entry {
        /// Its path as it stands in the archive; `nil` for one that is not UTF-8.
        var path: String?
        /// What it is.
        var kind: Kind
    }

    private let archive: OpaquePointer
    private let file: String

    /// Opens a file by its directory, which stands at its end.
    init(_ file: String) throws(ArchiveError) {
        guard let archive = archive_read_new() else { throw ArchiveError("There is no memory for '\(file)'") }
        self.archive = archive
        self.file = file
        guard archive_read_support_format_zip_seekable(archive) == ARCHIVE_OK,
            archive_read_open_filename(archive, file, 64 << 10) == ARCHIVE_OK
        else { throw ArchiveError("'\(file)' is no ZIP file that can be read: \(reason)") }
    }

    deinit { archive_read_free(archive) }

    private var reason: String {
        archive_error_string(archive).map { String(cString: $0) } ?? "the archive is damaged"
    }

    /// Goes to the next entry; `nil` at the end.
    func next() throws(ArchiveError) -> Entry? {
        var entry: OpaquePointer?
        let result = archive_read_next_header(archive, &entry)
        if result == ARCHIVE_EOF { return nil }
        // A warning leaves the entry usable; one about its name leaves it without, which is refused.
        guard result == ARCHIVE_OK || result == ARCHIVE_WARN, let entry else {
            throw ArchiveError("'\(file)' cannot be read: \(reason)")
        }
        if archive_entry_is_encrypted(entry) != 0 {
            throw ArchiveError("'\(file)' is encrypted; unpack it with its password")
        }
        let path = archive_entry_pathname_utf8(entry).map { String(cString: $0) }
        let isLink = archive_entry_symlink_utf8(entry) != nil || archive_entry_hardlink_utf8(entry) != nil
        let kind: Kind =
            switch archive_entry_filetype(entry) & S_IFMT {
            case S_IFREG where !isLink: .file
            case S_IFDIR where !isLink: .directory
            default: .other
            }
        return Entry(path: path, kind: kind)
    }

    /// Reads on in the entry.
    ///
    /// - Returns: How many bytes were read; 0 at its end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int {
        let count = archive_read_data(archive, buffer.baseAddress, buffer.count)
        guard count >= 0 else { throw ArchiveError("'\(file)' is damaged: \(reason)") }
        return Int(count)
    }
}
