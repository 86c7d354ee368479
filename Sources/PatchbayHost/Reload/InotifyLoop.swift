import PatchbayQueues
import PatchbayText

#if canImport(Glibc)
    import Dispatch
    import Glibc

    /// Waits for the kernel's word of changes and passes on which bundles they are about.
    struct InotifyLoop {
        /// How the loop ended.
        enum End {
            /// It was told to.
            case stopped
            /// The system cannot watch; the reason is for the log.
            case failed(String)
        }

        private let waker: Waker
        private let onChange: (Set<String>?) -> Void
        private let inotify: Inotify
        private var watches: WatchSet
        private var changed: ChangedBundles
        private var settling = Settling()
        private var needsRefresh = false

        /// Makes a loop; `nil` when the system gives no inotify instance.
        init?(root: String, waker: Waker, onChange: @escaping (Set<String>?) -> Void) {
            guard let inotify = Inotify() else { return nil }
            self.inotify = inotify
            self.waker = waker
            self.onChange = onChange
            watches = WatchSet(inotify, root: root)
            changed = ChangedBundles(root: root)
        }

        /// Starts watching; changes from now on are noticed.
        ///
        /// - Throws: The system's error.
        mutating func begin() throws(SystemError) {
            try watches.refresh()
        }

        /// Runs until it is told to stop.
        mutating func run() -> End {
            while true {
                let due = settling.dueTime.map { max(0, $0 - Self.now) }
                let outcome = waker.wait(for: inotify.descriptor, timeout: due.map { .seconds($0) })
                if outcome.isWoken { return .stopped }
                for event in outcome.isReady ? inotify.read() : [] { take(event) }
                guard settling.isOver(at: Self.now) else { continue }
                do {
                    try finishBurst()
                } catch {
                    return .failed(error.text)
                }
            }
        }

        private mutating func finishBurst() throws(SystemError) {
            if needsRefresh {
                needsRefresh = false
                try watches.refresh()
            }
            onChange(changed.take())
        }

        private mutating func take(_ event: Inotify.Event) {
            if event.has(IN_Q_OVERFLOW) {
                changed.addEverything()
                needsRefresh = true
                settling.note(at: Self.now)
                return
            }
            guard let paths = watches.paths(of: event) else { return }
            for path in paths { take(event, at: path) }
        }

        private mutating func take(_ event: Inotify.Event, at path: String) {
            changed.add(path: path)
            if event.has(IN_MODIFY) {
                settling.beginWriting(path, at: Self.now)
            } else {
                needsRefresh = needsRefresh || changesDirectories(event, at: path)
                settling.endWriting(path, at: Self.now)
            }
        }

        /// Whether other directories may have to be watched: one came or went, or a link to one came.
        private func changesDirectories(_ event: Inotify.Event, at path: String) -> Bool {
            if event.has(Int32(bitPattern: UInt32(IN_ISDIR)), IN_DELETE_SELF, IN_MOVE_SELF, IN_IGNORED) { return true }
            return event.has(IN_CREATE, IN_MOVED_TO) && FileStatus(path)?.isDirectory == true
        }

        private static var now: Double { Double(DispatchTime.now().uptimeNanoseconds) / 1e9 }
    }
#endif
