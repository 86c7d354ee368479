import CArchive
import Foundation

/// A ZIP file for a test, whatever stands in it.
package struct ZIPFile {
    /// An entry of the file.
    package enum Entry {
        /// A file with some bytes.
        case file(String, [UInt8])
        /// A directory.
        case directory(String)
        /// A symbolic link to somewhere.
        case link(String, to: String)

        /// A file with a text.
        package static func text(_ path: String, _ text: String) -> Entry { .file(path, Array(text.utf8)) }
    }

    /// Writes a ZIP file.
    ///
    /// - Parameters:
    ///   - entries: What stands in it, in order; paths as they are.
    ///   - path: Where to write it.
    package static func write(_ entries: [Entry], to path: String) throws {
        // Names with other characters than ASCII are written in a locale that has them only.
        let locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", nil)
        let before = uselocale(locale)
        defer {
            _ = uselocale(before)
            if let locale { freelocale(locale) }
        }
        guard let archive = archive_write_new() else { throw HarnessError("no memory for an archive") }
        defer { archive_write_free(archive) }
        archive_write_set_format_zip(archive)
        guard archive_write_open_filename(archive, path) == ARCHIVE_OK else {
            throw HarnessError("'\(path)' cannot be written")
        }
        for entry in entries { try write(entry, to: archive) }
        guard archive_write_close(archive) == ARCHIVE_OK else { throw HarnessError("'\(path)' cannot be finished") }
    }

    private static func write(_ entry: Entry, to archive: OpaquePointer) throws {
        guard let header = archive_entry_new() else { throw HarnessError("no memory for an entry") }
        defer { archive_entry_free(header) }
        var content: [UInt8] = []
        switch entry {
        case .file(let path, let bytes):
            content = bytes
            archive_entry_set_pathname_utf8(header, path)
            archive_entry_set_mode(header, S_IFREG | 0o644)
            archive_entry_set_size(header, Int64(bytes.count))
        case .directory(let path):
            archive_entry_set_pathname_utf8(header, path)
            archive_entry_set_mode(header, S_IFDIR | 0o755)
        case .link(let path, let target):
            archive_entry_set_pathname_utf8(header, path)
            archive_entry_set_mode(header, S_IFLNK | 0o777)
            archive_entry_set_symlink_utf8(header, target)
        }
        guard archive_write_header(archive, header) >= ARCHIVE_WARN else {
            throw HarnessError("an entry cannot be written: \(String(cString: archive_error_string(archive)))")
        }
        guard archive_write_data(archive, content, content.count) == content.count else {
            throw HarnessError("an entry's bytes cannot be written")
        }
    }
}
