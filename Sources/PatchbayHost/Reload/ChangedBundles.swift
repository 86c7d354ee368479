/// Which bundles have to be read again.
struct ChangedBundles {
    private let served: ServedDirectory
    private var directories: Set<String> = []
    private var isEverything = false

    /// Starts with none.
    ///
    /// - Parameter root: The directory of bundles, or a bundle.
    init(root: String) {
        served = ServedDirectory(root)
    }

    /// Something at a path changed.
    mutating func add(path: String) {
        guard let entry = served.entry(holding: path) else {
            isEverything = true
            return
        }
        directories.insert(entry)
        // What comes and goes in the root itself can make it a bundle.
        if entry == path { directories.insert(served.root) }
    }

    /// The directories to read when some entries of the served one changed; `nil` for all.
    static func directories(_ entries: Set<String>, of served: ServedDirectory) -> Set<String>? {
        var changed = ChangedBundles(root: served.root)
        for entry in entries { changed.add(path: entry) }
        return changed.take()
    }

    /// Nobody knows what changed.
    mutating func addEverything() {
        isEverything = true
    }

    /// The directories to read, `nil` for all; starts again with none.
    mutating func take() -> Set<String>? {
        defer { (directories, isEverything) = ([], false) }
        return isEverything ? nil : directories
    }
}
