/// Whose evaluation runs next: turns for a few at a time, shared evenly between apps.
///
/// The state of an ``EvaluationPool``, without its threads. What waits is either an evaluation that has not begun, and
/// needs a thread, or one that stands still in the middle, on the thread it has.
struct EvaluationTurns<Job, Thread> {
    /// What waits for a turn.
    enum Waiting {
        /// Something to begin, on a thread that is free.
        case job(Job)
        /// A thread that stands still.
        case thread(Thread)
    }

    /// A turn, and what it is for.
    struct Turn {
        let app: String
        let holder: Waiting
    }

    private struct Lane {
        /// What waits, in the order it came.
        var waiting: [Waiting] = []
        var turns = 0
        var threads = 0
        /// When it was served last; less is longer ago.
        var servedAt: Int
        /// Whether nobody needs it any more.
        var isIdle: Bool { waiting.isEmpty && turns == 0 && threads == 0 }
    }

    /// How many turns there are.
    let width: Int
    /// Threads one app may have while others have some.
    let threadsOfAnApp: Int
    /// Threads all apps may have together; each may have one all the same.
    let threadsOfAll: Int

    private var lanes: [String: Lane] = [:]
    private var turns = 0
    private var threads = 0
    private var served = 0

    /// Begins with nothing to do.
    init(width: Int, threadsOfAnApp: Int = 8, threadsOfAll: Int = 64) {
        self.width = width
        self.threadsOfAnApp = threadsOfAnApp
        self.threadsOfAll = threadsOfAll
    }

    /// Lets something wait for an app's next turn.
    mutating func append(_ waiting: Waiting, of app: String) {
        lanes[app, default: Lane(servedAt: served)].waiting.append(waiting)
    }

    /// Gives away a turn: to the app with the fewest, of those the one that has waited longest.
    ///
    /// - Returns: The turn; `nil` when all are given or nobody can use one.
    mutating func next() -> Turn? {
        guard turns < width else { return nil }
        let candidates = lanes.filter { firstToGo(of: $0.value) != nil }
        let order = { (one: Lane, other: Lane) in (one.turns, one.servedAt) < (other.turns, other.servedAt) }
        guard let app = candidates.min(by: { order($0.value, $1.value) })?.key, var lane = lanes[app],
            let position = firstToGo(of: lane)
        else { return nil }
        let holder = lane.waiting.remove(at: position)
        if case .job = holder {
            lane.threads += 1
            threads += 1
        }
        lane.turns += 1
        turns += 1
        served += 1
        lane.servedAt = served
        lanes[app] = lane
        return Turn(app: app, holder: holder)
    }

    /// Takes a turn back.
    mutating func giveBack(of app: String) {
        turns -= 1
        change(app) { $0.turns -= 1 }
    }

    /// Takes a turn that was given back up again, because nobody else can use it.
    mutating func keep(of app: String) {
        turns += 1
        change(app) { $0.turns += 1 }
    }

    /// Notes that what an app's thread did has ended.
    mutating func end(of app: String) {
        threads -= 1
        change(app) { $0.threads -= 1 }
    }

    /// Whether anybody waits.
    var hasWaiting: Bool { lanes.contains { !$0.value.waiting.isEmpty } }

    /// Whether another app waits than one.
    func hasWaiting(besides app: String) -> Bool {
        lanes.contains { $0.key != app && !$0.value.waiting.isEmpty }
    }

    private mutating func change(_ app: String, _ change: (inout Lane) -> Void) {
        guard var lane = lanes[app] else { return }
        change(&lane)
        lanes[app] = lane.isIdle ? nil : lane
    }

    /// What goes first of those that wait: one that has to be begun only when it may have a thread.
    private func firstToGo(of lane: Lane) -> Int? {
        let mayBegin = lane.threads == 0 || lane.threads < threadsOfAnApp && threads < threadsOfAll
        return lane.waiting.firstIndex { if case .thread = $0 { true } else { mayBegin } }
    }
}
