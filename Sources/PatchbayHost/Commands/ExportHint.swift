import Foundation
import PatchbayArchive

/// What to say where an export's ZIP file is named in the place of a directory.
enum ExportHint {
    /// The sentence; `nil` for what is no ZIP file.
    static func sentence(for path: String) -> String? {
        guard let file = FileHandle(forReadingAtPath: path) else { return nil }
        defer { try? file.close() }
        let beginning = (try? file.read(upToCount: 4)) ?? nil
        guard let beginning, ZIPUnpacking.isZIP(beginning) else { return nil }
        return "this is a ZIP file; unpack it first: patchbay import \(path)"
    }
}
