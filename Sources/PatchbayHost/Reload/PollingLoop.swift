import PatchbayQueues

/// Looks for changes of bundles, where the system gives no word of them.
struct PollingLoop {
    /// Seconds between two looks.
    static let interval = 0.1

    private let root: String
    private let waker: Waker
    private let onChange: (Set<String>?) -> Void
    private var seen: [String: FileStatus]

    /// Makes a loop; changes from now on are noticed.
    init(root: String, waker: Waker, onChange: @escaping (Set<String>?) -> Void) {
        self.root = root
        self.waker = waker
        self.onChange = onChange
        seen = Self.files(below: root)
    }

    /// Runs until it is told to stop.
    mutating func run() {
        while !waker.wait(timeout: .seconds(Self.interval)).isWoken {
            let found = Self.files(below: root)
            guard found != seen else { continue }
            var changed = ChangedBundles(root: root)
            for (path, status) in found where seen[path] != status { changed.add(path: path) }
            for path in seen.keys where found[path] == nil { changed.add(path: path) }
            seen = found
            onChange(changed.take())
        }
    }

    private static func files(below root: String) -> [String: FileStatus] {
        var files: [String: FileStatus] = [:]
        for directory in DirectoryTree.directories(below: root) {
            for name in DirectoryTree.entries(directory) where !name.hasPrefix(".") {
                let path = directory + "/" + name
                guard var status = FileStatus(path) else { continue }
                // A directory's own times say no more than its entries do.
                if status.isDirectory { (status.size, status.modified) = (0, 0) }
                files[path] = status
            }
        }
        return files
    }
}
