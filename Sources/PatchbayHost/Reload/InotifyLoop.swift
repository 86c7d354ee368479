#if canImport(Glibc)
    import Glibc
    import Logging
    import PatchbayQueues
    import PatchbayText

    /// Waits for the kernel's word of changes and passes on which bundles they are about; looks itself for what it was
    /// not told.
    struct InotifyLoop {
        /// How the loop ended.
        enum End {
            /// It was told to.
            case stopped
            /// The system cannot watch; the reason is for the log.
            case failed(String)
        }

        private let waker: Waker
        private let onChange: BundleWatcher.Report
        private var notice: SweepNotice
        private let inotify: Inotify
        private let served: ServedDirectory
        private var watches: WatchSet
        private var changed: ChangedBundles
        private var settling = Settling()
        private var toRefresh = Refreshing()
        private var sweep: BundleSweep?
        private let pace: BundleSweep.Pace

        /// What has to be watched anew.
        private struct Refreshing {
            var entries: Set<String> = []
            var isEverything = false
        }

        /// How long the kernel's word of a change may take after the change itself can be seen, in seconds.
        private static let delay = 0.02

        /// Makes a loop; `nil` when the system gives no inotify instance.
        init?(
            root: String,
            pace: BundleSweep.Pace,
            waker: Waker,
            log: Logger,
            onChange: @escaping BundleWatcher.Report
        ) {
            guard let inotify = Inotify() else { return nil }
            self.inotify = inotify
            self.waker = waker
            self.onChange = onChange
            self.pace = pace
            notice = SweepNotice(log)
            served = ServedDirectory(root)
            watches = WatchSet(inotify, served)
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
            sweep = BundleSweep(served, pace: pace, isAlwaysQuick: false)
            do throws(SystemError) {
                while try !step() {}
                return .stopped
            } catch {
                return .failed(error.text)
            }
        }

        /// Waits for what is next and does it.
        ///
        /// - Returns: Whether the loop was told to stop.
        private mutating func step() throws(SystemError) -> Bool {
            let isUnsure = sweep?.hasUnsure() == true
            let due = settling.dueTime ?? (isUnsure ? 0 : sweep?.dueTime)
            let outcome = waker.wait(
                for: inotify.descriptor,
                timeout: due.map { .seconds(max(0, $0 - HostClock.uptime())) }
            )
            if outcome.isWoken { return true }
            if outcome.isReady { takeEvents() }
            if settling.isOver(at: HostClock.uptime()) { try finishBurst() }
            // Nothing is looked at that is about to be read anyway.
            guard settling.dueTime == nil else { return false }
            if isUnsure {
                readUnsure()
            } else if let due = sweep?.dueTime, due <= HostClock.uptime() {
                try look()
            }
            return false
        }
    }

    // MARK: - What the kernel tells

    extension InotifyLoop {
        private mutating func takeEvents() {
            for event in inotify.read() { take(event) }
        }

        private mutating func finishBurst() throws(SystemError) {
            try refreshWatches()
            _ = onChange(changed.take())
        }

        private mutating func refreshWatches() throws(SystemError) {
            let due = toRefresh
            toRefresh = Refreshing()
            if due.isEverything {
                try watches.refresh()
            } else {
                for entry in due.entries.sorted() { try watches.refresh(entry) }
            }
        }

        private mutating func take(_ event: Inotify.Event) {
            if event.has(IN_Q_OVERFLOW) {
                takeEverything()
                return settling.note(at: HostClock.uptime())
            }
            for subject in watches.subjects(of: event) {
                switch subject {
                case .path(let path): take(event, at: path)
                case .destination(let entry):
                    add(entry, refreshing: true)
                    settling.note(at: HostClock.uptime())
                }
            }
        }

        private mutating func take(_ event: Inotify.Event, at path: String) {
            if event.has(IN_MODIFY) {
                add(path, refreshing: false)
                settling.beginWriting(path, at: HostClock.uptime())
            } else {
                add(path, refreshing: changesWatches(event, at: path))
                settling.endWriting(path, at: HostClock.uptime())
            }
        }

        private mutating func add(_ path: String, refreshing: Bool) {
            changed.add(path: path)
            guard let entry = served.entry(holding: path) else { return takeEverything() }
            sweep?.note(entry)
            if refreshing { toRefresh.entries.insert(entry) }
        }

        private mutating func takeEverything() {
            changed.addEverything()
            sweep?.noteEverything()
            toRefresh.isEverything = true
        }

        /// Whether other directories may have to be watched: one came or went, or a link came.
        private func changesWatches(_ event: Inotify.Event, at path: String) -> Bool {
            if event.has(Int32(bitPattern: UInt32(IN_ISDIR)), IN_DELETE_SELF, IN_MOVE_SELF, IN_IGNORED) { return true }
            return event.has(IN_CREATE, IN_MOVED_TO) && FileStatus.isLinkOrDirectory(path)
        }
    }

    // MARK: - What it does not tell

    extension InotifyLoop {
        private mutating func look() throws(SystemError) {
            guard let findings = sweep?.next() else { return }
            notice.incomplete(findings.incomplete)
            let untold = untold(findings.different.subtracting(findings.told))
            // What was told of was read; if more changed than was told, once more is the last word.
            for entry in findings.different.subtracting(untold) {
                changed.add(path: entry)
                settling.note(at: HostClock.uptime())
            }
            if !untold.isEmpty {
                toRefresh.entries.formUnion(untold)
                try refreshWatches()
                if onChange(ChangedBundles.directories(untold, of: served)) { alert(untold) }
            }
            if sweep?.endsAlert() == true { notice.slow() }
        }

        private mutating func readUnsure() {
            guard let entry = sweep?.takeUnsure() else { return }
            let start = HostClock.uptime()
            let isNew = onChange(ChangedBundles.directories([entry], of: served))
            sweep?.didRead(in: HostClock.uptime() - start)
            if isNew, !untold([entry]).isEmpty { alert([entry]) }
        }

        /// What changed without a word, after a moment for the word that is on its way.
        private mutating func untold(_ entries: Set<String>) -> Set<String> {
            if entries.isEmpty { return [] }
            _ = waker.wait(for: inotify.descriptor, timeout: .seconds(Self.delay))
            takeEvents()
            return entries.filter { sweep?.isTold($0) == false }
        }

        private mutating func alert(_ entries: Set<String>) {
            if sweep?.alert() == true, let interval = sweep?.interval { notice.quick(entries, every: interval) }
        }
    }
#endif
