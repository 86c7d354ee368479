import PatchbayText

#if canImport(Glibc)
    import Glibc

    /// Which directories are watched, and what an event in them is about.
    struct WatchSet {
        private let inotify: Inotify
        private let root: String
        private let parent: String
        private let rootName: String
        /// The paths of a watched directory; links can give it several.
        private var paths: [Int32: Set<String>] = [:]
        private var parentWatch: Int32?

        /// Starts with nothing watched.
        ///
        /// - Parameter root: The absolute path of the directory of bundles.
        init(_ inotify: Inotify, root: String) {
            self.inotify = inotify
            self.root = root
            let slash = root.lastIndex(of: "/") ?? root.startIndex
            parent = slash == root.startIndex ? "/" : String(root[..<slash])
            rootName = String(root[slash...].dropFirst())
        }

        /// Watches what is there now, and nothing that is gone.
        ///
        /// - Throws: The system's error when it can watch no more.
        mutating func refresh() throws(SystemError) {
            let before = Set(paths.keys)
            paths = [:]
            parentWatch = try watch(parent)
            try DirectoryTree.walk(root) { (path) throws(SystemError) in
                if let watch = try watch(path) { paths[watch, default: []].insert(path) }
            }
            for gone in before.subtracting(paths.keys) where gone != parentWatch { inotify.remove(gone) }
        }

        /// The paths an event is about; `nil` when nothing of the root.
        func paths(of event: Inotify.Event) -> [String]? {
            if event.watch == parentWatch, event.name == rootName { return [root] }
            guard let directories = paths[event.watch] else { return nil }
            return directories.map { event.name.isEmpty ? $0 : $0 + "/" + event.name }
        }

        private func watch(_ path: String) throws(SystemError) -> Int32? {
            switch inotify.watch(path) {
            case .success(let watch): return watch
            case .failure(let code):
                // A directory that has just gone is no reason to give up; no room for more watches is.
                guard code.number == ENOENT || code.number == ENOTDIR || code.number == EACCES else { throw code }
                return nil
            }
        }
    }
#endif
