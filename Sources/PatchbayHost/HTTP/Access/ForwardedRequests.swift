import PatchbayText
import PatchbayTransport
import Synchronization

/// How many requests trusted proxies pass on for each of their clients, so that one of those cannot take all there is.
final class ForwardedRequests: Sendable {
    private let most: Int
    private let underWay = Mutex<[IPAddress: Int]>([:])

    /// Counts requests.
    ///
    /// - Parameter most: How many one client may have under way.
    init(most: Int) {
        self.most = most
    }

    /// One that is under way for as long as this is held.
    final class Presence: Sendable {
        private let requests: ForwardedRequests
        private let client: IPAddress

        fileprivate init(_ requests: ForwardedRequests, _ client: IPAddress) {
            self.requests = requests
            self.client = client
        }

        deinit { requests.leave(client) }
    }

    /// Counts a request in.
    ///
    /// - Throws: ``Problem`` with status 429 when its client has as many under way as it may.
    func enter(_ client: IPAddress) throws(Problem) -> Presence {
        let client = client.network
        let isRoom = underWay.withLock { underWay in
            guard underWay[client, default: 0] < most else { return false }
            underWay[client, default: 0] += 1
            return true
        }
        guard isRoom else { throw .tooManyRequests(most: most) }
        return Presence(self, client)
    }

    private func leave(_ client: IPAddress) {
        underWay.withLock { underWay in
            let left = underWay[client, default: 1] - 1
            underWay[client] = left > 0 ? left : nil
        }
    }
}
