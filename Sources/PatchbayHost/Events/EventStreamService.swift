import ServiceLifecycle

/// Keeps event streams alive while the host runs, and ends them when it stops.
struct EventStreamService: Service {
    let events: EventHub
    /// The time between two signs of life.
    var interval: Duration = .seconds(15)

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while true {
                do { try await Task.sleep(for: interval) } catch { return }
                events.beat()
            }
        }
        events.finish()
    }
}
