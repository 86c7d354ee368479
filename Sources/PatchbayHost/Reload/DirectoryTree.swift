import Foundation

/// The directories below one, found as a reader of bundles would: links to directories are followed, hidden ones are not.
enum DirectoryTree {
    /// How deep bundles nest at most.
    static let deepest = 12
    /// How many directories are looked at at most.
    static let most = 20_000

    /// The root and every directory below it: by each path that leads to it, unless that goes in a circle.
    static func directories(below root: String) -> [String] {
        var found: [String] = []
        walk(root) { found.append($0) }
        return found
    }

    /// Visits the root and every directory below it, before its entries are looked at.
    ///
    /// A directory several links lead to is visited by each path; a link back to where it stands in is not followed.
    ///
    /// Whoever begins to watch a directory on the visit misses nothing: what was in it before is visited too, what comes
    /// later is told.
    ///
    /// - Throws: What `visit` throws, which ends the walk.
    static func walk<Failure: Error>(_ root: String, _ visit: (String) throws(Failure) -> Void) throws(Failure) {
        var count = 0
        try walk(root, within: [], &count, visit)
    }

    private static func walk<Failure: Error>(
        _ path: String,
        within ancestors: [FileIdentity],
        _ count: inout Int,
        _ visit: (String) throws(Failure) -> Void
    ) throws(Failure) {
        guard ancestors.count <= deepest, count < most, let status = FileStatus(path), status.isDirectory,
            !ancestors.contains(status.identity)
        else { return }
        count += 1
        try visit(path)
        for name in entries(path) where !name.hasPrefix(".") {
            try walk(path + "/" + name, within: ancestors + [status.identity], &count, visit)
        }
    }

    /// The names in a directory, sorted.
    static func entries(_ path: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
    }
}
