import Foundation
package import Logging
import PatchbayQueues
import Synchronization

/// Watches a directory of bundles on a thread of its own.
package final class BundleWatcher: Sendable {
    private let root: String
    private let polls: Bool
    private let onChange: @Sendable (Set<String>?) -> Void
    private let log: Logger
    private let waker = Waker()

    /// Makes a watcher.
    ///
    /// - Parameters:
    ///   - root: The absolute path of the directory of bundles, or of a bundle.
    ///   - polls: Whether to look for changes even where the system gives word of them.
    ///   - log: Told when the system cannot watch.
    ///   - onChange: Told on the watcher's thread which directories changed; `nil` for all.
    /// - Returns: `nil` when the system has no descriptors left.
    package init?(
        root: String,
        polls: Bool,
        log: Logger,
        onChange: @escaping @Sendable (Set<String>?) -> Void
    ) {
        guard waker.isOpen else { return nil }
        self.root = root
        self.polls = polls
        self.log = log
        self.onChange = onChange
    }

    deinit {
        waker.wake()
    }

    /// Starts watching and returns once changes are noticed.
    package func start() {
        let ready = DispatchSemaphore(value: 0)
        let thread = Thread { [root, polls, waker, onChange, log] in
            let watch = Watch(root: root, waker: waker, onChange: onChange, log: log)
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
    let waker: Waker
    let onChange: @Sendable (Set<String>?) -> Void
    let log: Logger

    func run(polls: Bool, onReady: () -> Void) {
        #if canImport(Glibc)
            if !polls, var loop = InotifyLoop(root: root, waker: waker, onChange: onChange) {
                var isReady = false
                do {
                    try loop.begin()
                    onReady()
                    isReady = true
                    guard case .failed(let reason) = loop.run() else { return }
                    log.warning(
                        "the system cannot watch the bundles; looking for changes instead",
                        metadata: ["reason": "\(reason)"]
                    )
                    onChange(nil)
                } catch {
                    log.warning(
                        "the system cannot watch the bundles; looking for changes instead",
                        metadata: ["reason": "\(error)"]
                    )
                }
                poll(isReady ? {} : onReady)
                return
            }
        #endif
        poll(onReady)
    }

    private func poll(_ onReady: () -> Void) {
        var loop = PollingLoop(root: root, waker: waker, onChange: onChange)
        onReady()
        loop.run()
    }
}
