import PatchbayBundle

/// The directories below one, found as a reader of bundles would: links to directories are followed, hidden ones are not.
enum DirectoryTree {
    /// How deep bundles nest at most.
    static let deepest = 12
    /// How many directories are looked at in one walk at most.
    static let most = 20_000
    /// How many entries of a directory are looked at at most.
    static let mostEntries = 100_000

    /// What a walk comes to.
    enum Step {
        /// Something in a directory, or the root itself, by its path, with links followed or not; it may be a link.
        case entry(String, mayBeLink: Bool)
        /// A directory whose entries come next.
        case directory(String)
    }

    /// The root and every directory below it: by each path that leads to it, unless that goes in a circle.
    static func directories(below root: String) -> [String] {
        var found: [String] = []
        walk(root) { found.append($0) }
        return found
    }

    /// Visits the root and every directory below it, as ``steps(from:_:)`` does.
    ///
    /// - Throws: What `visit` throws, which ends the walk.
    static func walk<Failure: Error>(_ root: String, _ visit: (String) throws(Failure) -> Void) throws(Failure) {
        _ = try steps(from: root) { (step) throws(Failure) in
            if case .directory(let path) = step { try visit(path) }
        }
    }

    /// Visits the root, every directory below it, before its entries are looked at, and those entries.
    ///
    /// A directory several links lead to is visited by each path; a link back to where it stands in is not followed.
    ///
    /// Whoever begins to watch a directory on the visit misses nothing: what was in it before is visited too, what comes
    /// later is told.
    ///
    /// - Returns: Whether that was all; `false` when there are more directories than ``most``, or more entries in one than
    ///   ``mostEntries``.
    /// - Throws: What `visit` throws, which ends the walk.
    static func steps<Failure: Error>(
        from root: String,
        _ visit: (Step) throws(Failure) -> Void
    ) throws(Failure) -> Bool {
        var walk = Walk()
        try walk.take(root, mayBeLink: true, isFile: false, visit)
        return walk.isComplete
    }

    private struct Walk {
        var isComplete = true
        private var count = 0
        private var ancestors: [FileIdentity] = []

        mutating func take<Failure: Error>(
            _ path: String,
            mayBeLink: Bool,
            isFile: Bool,
            _ visit: (Step) throws(Failure) -> Void
        ) throws(Failure) {
            try visit(.entry(path, mayBeLink: mayBeLink))
            guard !isFile, ancestors.count <= deepest, let status = FileStatus(path), status.isDirectory,
                !ancestors.contains(status.identity)
            else { return }
            guard count < most else {
                isComplete = false
                return
            }
            count += 1
            try visit(.directory(path))
            ancestors.append(status.identity)
            let inside = entries(path)
            if inside.count >= mostEntries { isComplete = false }
            for entry in inside {
                try take(path + "/" + entry.name, mayBeLink: entry.mayBeLink, isFile: entry.isFile, visit)
            }
            ancestors.removeLast()
        }
    }

    /// What is in a directory, hidden entries left out, sorted by name.
    static func entries(_ path: String) -> [SystemFile.Entry] {
        let entries = (try? SystemFile.entries(in: path, limit: mostEntries)) ?? []
        return entries.filter { !$0.name.hasPrefix(".") }
    }
}
