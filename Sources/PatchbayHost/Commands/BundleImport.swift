import Foundation
import PatchbayArchive
import PatchbayBundle
import PatchbayText

/// Unpacks the platform's export of an app: what `patchbay import` does.
package enum BundleImport {
    /// Unpacks an export and prints the directory it became.
    ///
    /// It is unpacked beside and then moved to its place, so that there is a whole app or none.
    ///
    /// - Parameters:
    ///   - file: The ZIP file.
    ///   - directory: The directory of apps; it is made where it is missing.
    /// - Throws: ``CommandFailure`` when it is no export of an app, or an app of its name is there already.
    package static func perform(_ file: String, directory: String, terminal: Terminal) throws(CommandFailure) {
        guard let status = FileStatus(file) else {
            throw CommandFailure("\(file): there is no such file", exitCode: .usage)
        }
        if status.isDirectory {
            throw CommandFailure("\(file): this is a directory; name the export's ZIP file", exitCode: .usage)
        }
        let parent = directory.isEmpty ? "." : directory
        let work = try workDirectory(in: parent)
        defer { try? FileManager.default.removeItem(atPath: work) }
        let unpacked = work + "/app"
        do {
            try FileManager.default.createDirectory(atPath: unpacked, withIntermediateDirectories: false)
            try ZIPUnpacking.unpack(file, into: unpacked)
        } catch let error as ArchiveError {
            throw CommandFailure("\(file): \(error)")
        } catch {
            throw CommandFailure("\(file): \(error.localizedDescription)")
        }
        let root = appRoot(in: unpacked)
        guard AppDirectory.isBundle(root) else {
            throw CommandFailure(
                "\(file): there is no app in it; an export has one folder with base.imljson, connections/, modules/ "
                    + "and a metadata.json"
            )
        }
        try place(root, in: parent, archive: file, terminal)
    }

    /// Makes a hidden directory, which no host takes for an app.
    private static func workDirectory(in parent: String) throws(CommandFailure) -> String {
        do {
            try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
            let work = "\(parent)/.import-\(UUID().uuidString)"
            try FileManager.default.createDirectory(atPath: work, withIntermediateDirectories: false)
            return work
        } catch {
            throw CommandFailure("\(parent): \(error.localizedDescription)")
        }
    }

    /// The app's directory: the one folder an export has at its top, or all of it.
    private static func appRoot(in unpacked: String) -> String {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: unpacked)) ?? []
        guard names.count == 1, !AppDirectory.isBundle(unpacked) else { return unpacked }
        return unpacked + "/" + names[0]
    }

    private static func place(
        _ root: String,
        in parent: String,
        archive: String,
        _ terminal: Terminal
    ) throws(CommandFailure) {
        let app = BundleOpening.reader().read(directory: root)
        let stem = URL(fileURLWithPath: archive).deletingPathExtension().lastPathComponent
        let folder = root.hasSuffix("/app") ? nil : URL(fileURLWithPath: root).lastPathComponent
        let names = [folder, app.name, stem].compactMap(\.self)
        guard let name = names.first(where: { BundleTemplate.isName($0) && BundleName.saysSomething($0) }) else {
            throw CommandFailure("\(archive): neither its folder nor its metadata has a name an app can have")
        }
        let target = "\(parent)/\(name)"
        if FileStatus(target) != nil {
            throw CommandFailure(
                "'\(target)' is there already; move it away, or import into another directory with --dir"
            )
        }
        guard rename(root, target) == 0 else {
            throw CommandFailure("'\(target)' cannot be made: \(SystemError.last)")
        }
        terminal.print(target)
        let report = DiagnosticReport([DiagnosticReport.Bundle(app, directory: target)])
        let count = report.errorCount + report.warningCount
        terminal.complain(
            count == 0
                ? "Imported '\(app.name)' with \(app.modules.count) modules and no problems."
                : "Imported '\(app.name)' with \(app.modules.count) modules and \(count) problems: patchbay validate \(target)"
        )
    }
}
