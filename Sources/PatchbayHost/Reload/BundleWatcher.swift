import Foundation
package import Logging
import PatchbayQueues
import PatchbayText
import Synchronization

/// Watches a directory of bundles on a thread of its own.
package final class BundleWatcher: Sendable {
    private let root: String
    private let polls: Bool
    private let pace: BundleSweep.Pace
    private let onChange: Report
    private let log: Logger
    private let waker = Waker()

    /// Reads the bundles in some directories, `nil` for all, and says whether any is another than before.
    package typealias Report = @Sendable (Set<String>?) -> Bool

    /// Makes a watcher.
    ///
    /// - Parameters:
    ///   - root: The absolute path of the directory of bundles, or of a bundle.
    ///   - polls: Whether to look for changes even where the system gives word of them.
    ///   - log: Told when the system cannot watch, or does not tell of everything.
    ///   - onChange: Told on the watcher's thread which directories changed.
    /// - Returns: `nil` when the system has no descriptors left.
    package convenience init?(root: String, polls: Bool, log: Logger, onChange: @escaping Report) {
        self.init(root: root, polls: polls, pace: BundleSweep.Pace(), log: log, onChange: onChange)
    }

    /// Makes a watcher that looks for what no event told at a pace.
    init?(root: String, polls: Bool, pace: BundleSweep.Pace, log: Logger, onChange: @escaping Report) {
        guard waker.isOpen else { return nil }
        self.root = root
        self.polls = polls
        self.pace = pace
        self.log = log
        self.onChange = onChange
    }

    deinit {
        waker.wake()
    }

    /// Starts watching and returns once changes are noticed.
    package func start() {
        let ready = DispatchSemaphore(value: 0)
        let thread = Thread { [root, polls, pace, waker, onChange, log] in
            let watch = Watch(root: root, pace: pace, waker: waker, log: log, onChange: onChange)
            watch.run(polls: polls) { ready.signal() }
        }
        thread.name = "reload"
        thread.start()
        ready.wait()
    }

    /// Stops watching.
    package func stop() {
        waker.wake()
    }
}

/// What the watcher's thread does.
private struct Watch {
    let root: String
    let pace: BundleSweep.Pace
    let waker: Waker
    let log: Logger
    let onChange: BundleWatcher.Report

    func run(polls: Bool, onReady: () -> Void) {
        #if canImport(Glibc)
            if !polls { return watch(onReady) }
        #endif
        poll(onReady)
    }

    #if canImport(Glibc)
        private func watch(_ onReady: () -> Void) {
            guard
                var loop = InotifyLoop(root: root, pace: pace, waker: waker, log: log, onChange: onChange)
            else {
                return poll(onReady, because: "there are too many watchers (fs.inotify.max_user_instances)")
            }
            do throws(SystemError) {
                try loop.begin()
            } catch {
                return poll(onReady, because: error.text)
            }
            onReady()
            guard case .failed(let reason) = loop.run() else { return }
            poll({ _ = onChange(nil) }, because: reason)
        }
    #endif

    private func poll(_ onReady: () -> Void, because reason: String) {
        log.warning(
            "the system cannot watch the bundles; looking for changes instead",
            metadata: ["reason": "\(reason)"]
        )
        poll(onReady)
    }

    private func poll(_ onReady: () -> Void) {
        var loop = PollingLoop(root: root, pace: pace, waker: waker, log: log, onChange: onChange)
        onReady()
        loop.run()
    }
}
