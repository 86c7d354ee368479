import Synchronization

/// Tells whoever listens what happens in the host.
///
/// Telling never waits: a listener that is slower than the events loses the oldest and is told how many.
package final class EventHub: Sendable {
    private struct State {
        var listeners: [Int: EventListener] = [:]
        var nextListener = 0
        var nextEvent = 1
        var isFinished = false
    }

    private let state = Mutex(State())

    /// Starts with nobody listening.
    package init() {}

    /// Tells everyone.
    package func send(_ event: HostEvent) {
        send { event }
    }

    /// Tells everyone, if there is anyone; what happened is put into words only then.
    func send(_ event: () -> HostEvent) {
        state.withLock { state in
            guard !state.listeners.isEmpty else { return }
            let bytes = event().bytes(id: state.nextEvent)
            state.nextEvent += 1
            for listener in state.listeners.values { listener.offer(bytes) }
        }
    }

    /// Starts listening; ends when the listener is released.
    func listen() -> EventListener {
        state.withLock { state in
            let id = state.nextListener
            state.nextListener += 1
            let listener = EventListener { [weak self] in self?.remove(id) }
            if state.isFinished { listener.finish() } else { state.listeners[id] = listener }
            return listener
        }
    }

    /// Sends everyone a comment, so that no proxy takes the silence for an end.
    package func beat() {
        for listener in state.withLock({ Array($0.listeners.values) }) { listener.beat() }
    }

    /// Ends every stream.
    package func finish() {
        let listeners = state.withLock { state in
            state.isFinished = true
            defer { state.listeners = [:] }
            return Array(state.listeners.values)
        }
        for listener in listeners { listener.finish() }
    }

    /// How many listen.
    var listenerCount: Int { state.withLock { $0.listeners.count } }

    private func remove(_ id: Int) {
        state.withLock { _ = $0.listeners.removeValue(forKey: id) }
    }
}
