import Synchronization

/// Gathers what a server received.
final class Seen: Sendable {
    private let requests = Mutex<[Received]>([])

    func append(_ request: Received) { requests.withLock { $0.append(request) } }

    var all: [Received] { requests.withLock(\.self) }
}
