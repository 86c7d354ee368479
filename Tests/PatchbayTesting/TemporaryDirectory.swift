import Foundation

/// A directory of a test's own, gone with it.
package final class TemporaryDirectory: Sendable {
    /// Where it is, with links resolved.
    package let path: String

    /// Makes one.
    package init() throws {
        let made = FileManager.default.temporaryDirectory.appendingPathComponent("patchbay-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: made, withIntermediateDirectories: true)
        path = made.resolvingSymlinksInPath().path
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The path of something in it.
    package func callAsFunction(_ name: String) -> String { path + "/" + name }

    /// The text of a file in it; empty when there is none.
    package func read(_ name: String) -> String {
        FileManager.default.contents(atPath: self(name)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    /// Writes a file in it, with the directories above.
    ///
    /// - Returns: The file's path.
    @discardableResult
    package func write(_ text: String, to name: String) throws -> String {
        let url = URL(fileURLWithPath: self(name))
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
        return url.path
    }

    /// Puts a file in the place of another at once, as careful editors do.
    package func replace(_ name: String, with text: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: self(name + ".new")))
        try move(name + ".new", to: name)
    }

    /// Removes something in it.
    package func remove(_ name: String) throws {
        try FileManager.default.removeItem(atPath: self(name))
    }

    /// Makes a link in it.
    package func link(_ name: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(atPath: self(name), withDestinationPath: target)
    }

    /// Puts a link in the place of another at once, as deployments do.
    package func swapLink(_ name: String, to target: String) throws {
        try link(name + ".new", to: target)
        try move(name + ".new", to: name)
    }

    /// Moves something in it to another name, in the place of what has it.
    package func move(_ name: String, to other: String) throws {
        guard rename(self(name), self(other)) == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    }
}
