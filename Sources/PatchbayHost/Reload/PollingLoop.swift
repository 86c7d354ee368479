import Logging
import PatchbayQueues

/// Looks for changes of bundles, where the system gives no word of them.
struct PollingLoop {
    private let served: ServedDirectory
    private let waker: Waker
    private let onChange: BundleWatcher.Report
    private var notice: SweepNotice
    private var sweep: BundleSweep

    /// Makes a loop; changes from now on are noticed.
    init(
        root: String,
        pace: BundleSweep.Pace,
        waker: Waker,
        log: Logger,
        onChange: @escaping BundleWatcher.Report
    ) {
        served = ServedDirectory(root)
        self.waker = waker
        self.onChange = onChange
        notice = SweepNotice(log)
        sweep = BundleSweep(served, pace: pace, isAlwaysQuick: true)
    }

    /// Runs until it is told to stop.
    mutating func run() {
        while true {
            let isUnsure = sweep.hasUnsure()
            let due = isUnsure ? 0 : max(0, sweep.dueTime - HostClock.uptime())
            if waker.wait(timeout: .seconds(due)).isWoken { return }
            if isUnsure {
                readUnsure()
            } else if sweep.dueTime <= HostClock.uptime() {
                look()
            }
        }
    }

    private mutating func look() {
        let findings = sweep.next()
        notice.incomplete(findings.incomplete)
        if findings.different.isEmpty { return }
        _ = onChange(ChangedBundles.directories(findings.different, of: served))
    }

    private mutating func readUnsure() {
        guard let entry = sweep.takeUnsure() else { return }
        let start = HostClock.uptime()
        _ = onChange(ChangedBundles.directories([entry], of: served))
        sweep.didRead(in: HostClock.uptime() - start)
    }
}
