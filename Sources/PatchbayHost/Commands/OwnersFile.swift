import Foundation
import PatchbayText

/// Files that nobody but their owner can read.
enum OwnersFile {
    /// Makes a file, which must not be there yet.
    ///
    /// - Throws: ``CommandFailure`` that names the file.
    static func create(_ path: String, _ bytes: [UInt8]) throws(CommandFailure) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw CommandFailure("\(path): \(SystemError.last)", exitCode: .usage)
        }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        do { try handle.write(contentsOf: Data(bytes)) } catch { throw CommandFailure("\(path): \(error)") }
    }
}
