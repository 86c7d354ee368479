import IML
import PatchbayText

/// Looks at the entries of the served directory in turn, for what no event told.
///
/// Bind mounts, network file systems and writes through a memory map tell nothing. What the system says of the files is
/// looked at in rounds, a few entries at a time, so that a saved file is not held up. Content that changes without that
/// changing (a page that is written to again, two saves within the file system's tick) is found by reading bundles
/// again: those first that changed a moment ago, then in turn, within a share of the time.
///
/// Rounds are slow until something is found that nothing told, then faster for a while; they never take more than a
/// share of the time.
struct BundleSweep {
    /// How often is looked, in seconds.
    struct Pace: Hashable, Sendable {
        /// From one round to the next.
        var slow = 25.0
        /// The same while changes are not told, as long as that takes no more than ``share``.
        var quick = 0.1
        /// How long rounds are quick after a change nobody told.
        var alert = 600.0
        /// How much of the time quick rounds take at most.
        var share = 1 / 20.0
        /// How much of the time bundles are read again in turn at most.
        var readingShare = 1 / 200.0
    }

    /// What a part of a round found.
    struct Findings {
        /// The entries that are not what they were.
        var different: Set<String> = []
        /// Those looked at that an event told of since they were looked at before.
        var told: Set<String> = []
        /// Those that have more directories than are looked at.
        var incomplete: Set<String> = []
    }

    /// What was seen of an entry.
    private struct Look {
        /// A sum over what the system says of all files.
        var sum: Int
        /// When the youngest file changed, in seconds since 1970.
        var youngest: Double
        /// When it was read for the last time although it looked as before.
        var read: Double
    }

    /// So many entries are looked at without a pause at least.
    private static let fewest = 20
    /// A round has so many parts at most.
    private static let parts = 25.0
    /// How long the system may keep a page that was written to, and more: until then the file's time says nothing.
    private static let unsettled = 120.0

    private let served: ServedDirectory
    private let pace: Pace
    private let isAlwaysQuick: Bool
    private let clock: () -> Double
    private let wallClock: () -> Double

    private var looks: [String: Look] = [:]
    private var ahead: ArraySlice<String> = []
    /// What is to be read although it looks as before; the first last.
    private var unsure: [String] = []
    private var told: Set<String> = []
    private var alertEnd: Double?
    private var roundStart: Double
    private var partEnd: Double
    private var roundCost = 0.0
    private var lastCost = 0.0
    private var reading: TimeShare

    /// How many entries were looked at since the beginning.
    private(set) var entriesLookedAt = 0

    /// Makes a sweep and looks at everything once; changes from now on are found.
    ///
    /// - Parameters:
    ///   - served: The directory of bundles.
    ///   - pace: How often to look.
    ///   - isAlwaysQuick: Whether nothing is ever told.
    ///   - clock: Gives seconds from any beginning.
    ///   - wallClock: Gives seconds since 1970.
    init(
        _ served: ServedDirectory,
        pace: Pace = Pace(),
        isAlwaysQuick: Bool,
        clock: @escaping () -> Double = HostClock.uptime,
        wallClock: @escaping () -> Double = HostClock.now
    ) {
        self.served = served
        self.pace = pace
        self.isAlwaysQuick = isAlwaysQuick
        self.clock = clock
        self.wallClock = wallClock
        roundStart = clock()
        partEnd = roundStart
        reading = TimeShare(pace.readingShare, saving: pace.slow, at: roundStart)
        for entry in served.entries() { looks[entry] = look(at: entry).look }
        partEnd = clock()
        lastCost = partEnd - roundStart
        // The last part of the first round comes an interval from now, as if this had been a round too.
        roundStart = partEnd - partInterval * Double((looks.count - 1) / partSize)
    }
}

// MARK: - What was told

extension BundleSweep {
    /// An event told of an entry.
    mutating func note(_ entry: String) { told.insert(entry) }

    /// Anything may have changed, an event told.
    mutating func noteEverything() { told.formUnion(looks.keys) }

    /// Whether an event told of an entry since it was looked at.
    func isTold(_ entry: String) -> Bool { told.contains(entry) }

    /// Something changed that nothing told: rounds are quick from now on.
    ///
    /// - Returns: Whether they were not before.
    mutating func alert() -> Bool {
        defer { alertEnd = clock() + pace.alert }
        return alertEnd == nil && !isAlwaysQuick
    }

    /// Whether rounds have just become slow again.
    mutating func endsAlert() -> Bool {
        guard let alertEnd, clock() >= alertEnd else { return false }
        self.alertEnd = nil
        return true
    }

    /// Seconds from one round to the next.
    var interval: Double {
        isAlwaysQuick || alertEnd != nil ? min(pace.slow, max(pace.quick, lastCost / pace.share)) : pace.slow
    }
}

// MARK: - Looking

extension BundleSweep {
    /// When the next part of a round is due, on the clock.
    var dueTime: Double {
        ahead.isEmpty ? max(partEnd, roundStart + interval) : partEnd + partInterval
    }

    /// Looks at what is due of the round.
    mutating func next() -> Findings {
        let start = clock()
        var findings = Findings()
        if ahead.isEmpty { beginRound(start, &findings) }
        let part = ahead.prefix(partSize)
        ahead = ahead.dropFirst(part.count)
        for entry in part { lookAgain(at: entry, &findings) }
        unsure = order(part.filter { !findings.different.contains($0) }, at: start)
        partEnd = clock()
        roundCost += partEnd - start
        if ahead.isEmpty { (lastCost, roundCost) = (roundCost, 0) }
        return findings
    }

    private var partInterval: Double { interval * Double(partSize) / Double(max(1, looks.count)) }

    private var partSize: Int { max(Self.fewest, Int((Double(looks.count) / Self.parts).rounded(.up))) }

    private mutating func beginRound(_ start: Double, _ findings: inout Findings) {
        roundStart = start
        let entries = served.entries()
        ahead = entries[...]
        for gone in Set(looks.keys).subtracting(entries) {
            looks[gone] = nil
            findings.different.insert(gone)
            if told.remove(gone) != nil { findings.told.insert(gone) }
        }
    }

    private mutating func lookAgain(at entry: String, _ findings: inout Findings) {
        // What is told from here on is for the next look.
        if told.remove(entry) != nil { findings.told.insert(entry) }
        var (fresh, isComplete) = look(at: entry)
        if !isComplete { findings.incomplete.insert(entry) }
        let last = looks[entry]
        fresh.read = last?.read ?? fresh.read
        looks[entry] = fresh
        if last?.sum != fresh.sum { findings.different.insert(entry) }
    }

    private mutating func look(at entry: String) -> (look: Look, isComplete: Bool) {
        entriesLookedAt += 1
        var hasher = Hasher()
        var youngest: Int64 = 0
        let isComplete = DirectoryTree.steps(from: entry) { step in
            guard case .entry(let path, _) = step, var status = FileStatus(path) else { return }
            // A directory's own times say no more than its entries do.
            if status.isDirectory { (status.size, status.modified, status.changed) = (0, 0, 0) }
            youngest = max(youngest, status.modified, status.changed)
            hasher.combine(status)
            hasher.combine(ExactText(path))
        }
        return (Look(sum: hasher.finalize(), youngest: Double(youngest) / 1e9, read: clock()), isComplete)
    }
}

// MARK: - Reading what looks as before

extension BundleSweep {
    /// Whether an entry is to be read now although it looks as before.
    mutating func hasUnsure() -> Bool {
        reading.refill(at: clock())
        return !unsure.isEmpty && reading.isLeft
    }

    /// Takes the entry to read although it looks as before; ``didRead(in:)`` follows.
    mutating func takeUnsure() -> String? {
        guard let entry = unsure.popLast() else { return nil }
        looks[entry]?.read = clock()
        return entry
    }

    /// Counts the time that reading an entry took.
    mutating func didRead(in seconds: Double) { reading.take(seconds) }

    /// Entries in the order to be read in, the first last: what changed a moment ago, then what was not read for longest.
    private func order(_ part: [String], at now: Double) -> [String] {
        let border = wallClock() - Self.unsettled
        return part.compactMap { entry in
            looks[entry].map { (entry: entry, isYoung: $0.youngest > border, read: $0.read) }
        }
        .filter { $0.read + pace.slow * 0.9 <= now }
        .sorted { $0.isYoung == $1.isYoung ? $0.read > $1.read : $1.isYoung }
        .map(\.entry)
    }
}

/// How much of the time something may take that can be left for later.
struct TimeShare {
    private let share: Double
    private let most: Double
    private var seconds: Double
    private var last: Double

    /// Starts with what is saved at most.
    ///
    /// - Parameters:
    ///   - share: The share of the time.
    ///   - span: The seconds whose share is saved at most.
    ///   - time: The time now, in seconds.
    init(_ share: Double, saving span: Double, at time: Double) {
        self.share = share
        most = share * span
        seconds = most
        last = time
    }

    /// Whether something may begin; it may take longer than there is, and the next then waits for longer.
    var isLeft: Bool { seconds > 0 }

    /// Takes note of the time that has passed.
    mutating func refill(at time: Double) {
        seconds = min(most, seconds + (time - last) * share)
        last = time
    }

    /// Takes what was used.
    mutating func take(_ used: Double) { seconds -= used }
}
