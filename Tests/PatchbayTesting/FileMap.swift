import Foundation

/// A file's pages in memory: the system tells nobody of what is written to them, and sets the file's time at the first
/// write only.
package final class FileMap {
    private let bytes: UnsafeMutableRawBufferPointer

    /// Maps a whole file.
    package init(_ path: String) throws {
        let descriptor = open(path, O_RDWR)
        guard descriptor >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        defer { close(descriptor) }
        let size = Int(lseek(descriptor, 0, SEEK_END))
        guard size > 0, let start = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0),
            start != MAP_FAILED
        else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        bytes = UnsafeMutableRawBufferPointer(start: start, count: size)
    }

    deinit {
        munmap(bytes.baseAddress, bytes.count)
    }

    /// Writes a text over the file's, which must be as long.
    package func write(_ text: String) {
        precondition(text.utf8.count == bytes.count)
        bytes.copyBytes(from: text.utf8)
    }
}
