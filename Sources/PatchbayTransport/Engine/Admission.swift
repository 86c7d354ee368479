internal import PatchbayQueues
import PatchbayText

/// Which requests go out, and which wait for others of their host or of all to end.
///
/// A request first has one of the places of its host, then one of the places in all. Owners share both as ``FairShare``
/// says. Requests of one owner to one host go out in the order they came.
struct Admission {
    private struct Request {
        let owner: String
        let host: Origin
        var stage: Stage
    }

    private enum Stage {
        case waitsForHost, waitsForAll, goes
    }

    private let placesPerHost: Int
    private var all: FairQueue
    private var hosts: [Origin: FairQueue] = [:]
    private var requests: [UInt64: Request] = [:]

    /// Starts with every place free.
    ///
    /// - Parameters:
    ///   - places: How many requests go out at a time.
    ///   - placesPerHost: How many of them to one host.
    init(places: Int, placesPerHost: Int) {
        all = FairQueue(places: places)
        self.placesPerHost = placesPerHost
    }

    /// Whether nothing is out and nothing waits.
    var isIdle: Bool { requests.isEmpty && hosts.isEmpty && all.isIdle }

    /// Lets a request out, or has it wait.
    ///
    /// - Parameters:
    ///   - id: Tells it apart from the others, until ``end(_:)``.
    ///   - owner: Whose it is.
    ///   - host: Where it goes.
    /// - Returns: Whether it goes out now.
    mutating func ask(_ id: UInt64, of owner: String, to host: Origin) -> Bool {
        guard hosts[host, default: FairQueue(places: placesPerHost)].takePlace(for: owner) else {
            hosts[host]?.wait(id, of: owner)
            requests[id] = Request(owner: owner, host: host, stage: .waitsForHost)
            return false
        }
        requests[id] = Request(owner: owner, host: host, stage: .waitsForAll)
        return asksForAll(id, of: owner)
    }

    /// Ends a request, out or waiting.
    ///
    /// - Returns: Those that go out now, in their order.
    mutating func end(_ id: UInt64) -> [UInt64] {
        guard let request = requests.removeValue(forKey: id) else { return [] }
        var next: [UInt64] = []
        switch request.stage {
        case .waitsForHost: hosts[request.host]?.leave(id)
        case .waitsForAll:
            all.leave(id)
            hosts[request.host]?.giveBack(of: request.owner)
        case .goes:
            all.giveBack(of: request.owner)
            hosts[request.host]?.giveBack(of: request.owner)
            while let id = all.next() {
                requests[id]?.stage = .goes
                next.append(id)
            }
        }
        while let id = hosts[request.host]?.next() {
            requests[id]?.stage = .waitsForAll
            if let owner = requests[id]?.owner, asksForAll(id, of: owner) { next.append(id) }
        }
        if hosts[request.host]?.isIdle == true { hosts[request.host] = nil }
        return next
    }

    private mutating func asksForAll(_ id: UInt64, of owner: String) -> Bool {
        guard all.takePlace(for: owner) else {
            all.wait(id, of: owner)
            return false
        }
        requests[id]?.stage = .goes
        return true
    }
}
