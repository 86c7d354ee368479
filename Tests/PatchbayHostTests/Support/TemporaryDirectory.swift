import Foundation

/// A directory of a test's own, gone with it.
final class TemporaryDirectory: Sendable {
    /// Where it is, with links resolved.
    let path: String

    /// Makes one.
    init() throws {
        let made = FileManager.default.temporaryDirectory.appendingPathComponent("patchbay-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: made, withIntermediateDirectories: true)
        path = made.resolvingSymlinksInPath().path
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The path of something in it.
    func callAsFunction(_ name: String) -> String { path + "/" + name }

    /// Writes a file in it, with the directories above.
    func write(_ text: String, to name: String) throws {
        let url = URL(fileURLWithPath: self(name))
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
    }

    /// Puts a file in the place of another at once, as careful editors do.
    func replace(_ name: String, with text: String) throws {
        let beside = self(name) + ".new"
        try Data(text.utf8).write(to: URL(fileURLWithPath: beside))
        guard rename(beside, self(name)) == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    }

    /// Removes something in it.
    func remove(_ name: String) throws {
        try FileManager.default.removeItem(atPath: self(name))
    }

    /// Makes a link in it.
    func link(_ name: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(atPath: self(name), withDestinationPath: target)
    }
}
