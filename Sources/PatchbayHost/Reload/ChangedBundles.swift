/// Which bundles have to be read again.
struct ChangedBundles {
    private let root: String
    private var directories: Set<String> = []
    private var isEverything = false

    /// Starts with none.
    ///
    /// - Parameter root: The directory of bundles, or a bundle.
    init(root: String) {
        self.root = root
    }

    /// Something at a path changed.
    mutating func add(path: String) {
        guard path.hasPrefix(root + "/") else {
            isEverything = true
            return
        }
        let rest = path.dropFirst(root.count + 1)
        directories.insert(root + "/" + rest.prefix { $0 != "/" })
        // The root may itself be the bundle.
        directories.insert(root)
    }

    /// Nobody knows what changed.
    mutating func addEverything() {
        isEverything = true
    }

    /// The directories to read, `nil` for all; starts again with none.
    mutating func take() -> Set<String>? {
        defer { self = ChangedBundles(root: root) }
        return isEverything ? nil : directories
    }
}
