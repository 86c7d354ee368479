#if canImport(Glibc)
    import Glibc
    import PatchbayBundle
    import PatchbayText

    /// Which directories are watched, and what an event in them is about.
    ///
    /// An entry of the served directory is watched for itself: when directories come and go in one, the others are not
    /// looked at. Beside the directories in the served one, those are watched that a link's way leads through.
    struct WatchSet {
        private let inotify: Inotify
        private let served: ServedDirectory
        /// The paths of a watched directory in the served one; links can give it several.
        private var paths: [Int32: Set<String>] = [:]
        /// The entries that depend on what has a name in a watched directory; the root where everything does.
        private var routes: [Int32: [String: Set<String>]] = [:]
        /// What is watched for each entry, and for the root itself.
        private var watched: [String: Watched] = [:]
        /// The watches of what is being looked at that may be given up afterwards.
        private var former: Set<Int32> = []

        /// How many directories were looked at since the beginning.
        private(set) var directoriesLookedAt = 0

        private struct Watched {
            var paths: [(watch: Int32, path: String)] = []
            var routes: [(watch: Int32, name: String)] = []
        }

        /// What an event is about.
        enum Subject: Hashable {
            /// Something in the served directory, or that directory.
            case path(String)
            /// What an entry leads to: the path is the entry's, or the served directory's.
            case destination(of: String)
        }

        /// Starts with nothing watched.
        ///
        /// - Parameter served: The directory of bundles.
        init(_ inotify: Inotify, _ served: ServedDirectory) {
            self.inotify = inotify
            self.served = served
        }

        /// Watches what is there now, and nothing that is gone.
        ///
        /// - Throws: The system's error when it can watch no more.
        mutating func refresh() throws(SystemError) {
            var gone = Set(watched.keys)
            gone.remove(served.root)
            try refreshRoot()
            for entry in served.entries() {
                gone.remove(entry)
                try refresh(entry)
            }
            for entry in gone {
                forget(entry)
                giveUpFormer()
            }
        }

        /// Watches what there is now of an entry of the served directory, and nothing of it that is gone.
        ///
        /// - Throws: The system's error when it can watch no more.
        mutating func refresh(_ entry: String) throws(SystemError) {
            forget(entry)
            defer { giveUpFormer() }
            var links = LinkPlaces()
            _ = try DirectoryTree.steps(from: entry) { (step) throws(SystemError) in
                switch step {
                case .directory(let path):
                    directoriesLookedAt += 1
                    try watchDirectory(path, of: entry)
                case .entry(let path, mayBeLink: true):
                    for stop in links.stops(of: path) { try watch(stop, of: entry) }
                case .entry: break
                }
            }
        }

        /// What an event is about; nothing where it is of no concern.
        func subjects(of event: Inotify.Event) -> Set<Subject> {
            var subjects: Set<Subject> = []
            for path in paths[event.watch] ?? [] {
                subjects.insert(.path(event.name.isEmpty ? path : path + "/" + event.name))
            }
            guard let routes = routes[event.watch] else { return subjects }
            // Without a name it is the directory itself that went.
            let entries = event.name.isEmpty ? routes.values.reduce(into: []) { $0.formUnion($1) } : routes[event.name]
            for entry in entries ?? [] { subjects.insert(.destination(of: entry)) }
            return subjects
        }

        private mutating func refreshRoot() throws(SystemError) {
            forget(served.root)
            defer { giveUpFormer() }
            for stop in LinkRoute.stops(to: served.root) { try watch(stop, of: served.root) }
            directoriesLookedAt += 1
            try watchDirectory(served.root, of: served.root)
        }

        private mutating func watchDirectory(_ path: String, of entry: String) throws(SystemError) {
            guard let watch = try added(inotify.watch(path)) else { return }
            paths[watch, default: []].insert(path)
            watched[entry, default: Watched()].paths.append((watch, path))
        }

        private mutating func watch(_ stop: LinkRoute.Stop, of entry: String) throws(SystemError) {
            guard let watch = try added(inotify.watchEntries(of: stop.directory)) else { return }
            routes[watch, default: [:]][stop.name, default: []].insert(entry)
            watched[entry, default: Watched()].routes.append((watch, stop.name))
        }

        private func added(_ outcome: Result<Int32, SystemError>) throws(SystemError) -> Int32? {
            switch outcome {
            case .success(let watch): return watch
            case .failure(let code):
                // A directory that has just gone is no reason to give up; no room for more watches is.
                guard [ENOENT, ENOTDIR, EACCES, ELOOP].contains(code.number) else { throw code }
                return nil
            }
        }

        private mutating func forget(_ entry: String) {
            guard let gone = watched.removeValue(forKey: entry) else { return }
            for (watch, path) in gone.paths {
                paths[watch]?.remove(path)
                if paths[watch]?.isEmpty == true { paths[watch] = nil }
                former.insert(watch)
            }
            for (watch, name) in gone.routes {
                routes[watch]?[name]?.remove(entry)
                if routes[watch]?[name]?.isEmpty == true { routes[watch]?[name] = nil }
                if routes[watch]?.isEmpty == true { routes[watch] = nil }
                former.insert(watch)
            }
        }

        private mutating func giveUpFormer() {
            for watch in former where paths[watch] == nil && routes[watch] == nil { inotify.remove(watch) }
            former = []
        }
    }
#endif
