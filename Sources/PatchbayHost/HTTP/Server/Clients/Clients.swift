import PatchbayText
import PatchbayTransport
import Synchronization

/// The clients a listener has, and who goes when there are too many.
///
/// First goes who has been idle for longest; where nobody is idle, whose request has been awaited for longest. A client
/// that waits for the host never goes: where all do, the new one is not let in. What happens on a connection is noted
/// without this lock; the lock is taken when connections come and go.
final class Clients: Sendable {
    fileprivate typealias Candidate = (client: Client, standing: Client.Standing)

    fileprivate struct State {
        var all: [ObjectIdentifier: Client] = [:]
        var byAddress: [IPAddress: [ObjectIdentifier: Client]] = [:]
        /// Those that were idle when they were last looked for, the first to go at the end.
        ///
        /// Whoever became idle since has been so for less time, so the order holds without another search.
        var idle: [Candidate] = []
    }

    private let most: Int
    private let mostPerAddress: Int
    private let state = Mutex(State())

    /// Counts clients.
    ///
    /// - Parameters:
    ///   - most: How many there may be.
    ///   - mostPerAddress: How many there may be of an address that is counted.
    init(most: Int, mostPerAddress: Int) {
        self.most = most
        self.mostPerAddress = mostPerAddress
    }

    /// How many there are.
    var count: Int { state.withLock(\.all.count) }

    /// Takes a new client, and lets others go for it.
    ///
    /// - Returns: Whether there is room.
    func admit(_ client: Client) -> Bool {
        let (isAdmitted, leaving) = state.withLock { state in
            state.insert(client)
            var leaving: [Candidate] = []
            if let address = client.countedAddress, let same = state.byAddress[address], same.count > mostPerAddress {
                guard let first = Self.first(of: same.values, besides: client) else {
                    state.remove(client)
                    return (false, leaving)
                }
                state.remove(first.client)
                leaving.append(first)
            }
            if state.all.count > most {
                guard let first = state.takeFirst(besides: client) else {
                    state.remove(client)
                    return (false, leaving)
                }
                leaving.append(first)
            }
            return (true, leaving)
        }
        for candidate in leaving { close(candidate) }
        return isAdmitted
    }

    /// Forgets a client that has gone.
    func remove(_ client: Client) {
        state.withLock { $0.remove(client) }
    }

    /// Lets the first client go, whatever the number: the system has nothing left for another.
    func makeRoom() {
        if let first = state.withLock({ $0.takeFirst(besides: nil) }) { close(first) }
    }

    private func close(_ candidate: Candidate) {
        candidate.client.close(ifStill: candidate.standing) { [self] in
            // It has sent something in the last moment, so it stays and another goes.
            let next = state.withLock { state -> Candidate? in
                state.insert(candidate.client)
                return state.all.count > most ? state.takeFirst(besides: candidate.client) : nil
            }
            if let next { close(next) }
        }
    }

    fileprivate static func first(of clients: some Sequence<Client>, besides other: Client?) -> Candidate? {
        clients.lazy.filter { $0 !== other }.map { ($0, $0.standing) }.filter { $0.1.phase != .working }
            .min { $0.1.goesBefore($1.1) }
    }
}

extension Clients.State {
    fileprivate mutating func insert(_ client: Client) {
        all[ObjectIdentifier(client)] = client
        if let address = client.countedAddress { byAddress[address, default: [:]][ObjectIdentifier(client)] = client }
    }

    fileprivate mutating func remove(_ client: Client) {
        all[ObjectIdentifier(client)] = nil
        guard let address = client.countedAddress else { return }
        byAddress[address]?[ObjectIdentifier(client)] = nil
        if byAddress[address]?.isEmpty == true { byAddress[address] = nil }
    }

    /// Takes out the client that goes first; `nil` where none can.
    fileprivate mutating func takeFirst(besides other: Client?) -> Clients.Candidate? {
        if let first = nextIdle(besides: other) ?? searched(besides: other) {
            remove(first.client)
            return first
        }
        return nil
    }

    /// The next of those found earlier that nothing has happened to since.
    private mutating func nextIdle(besides other: Client?) -> Clients.Candidate? {
        while let candidate = idle.popLast() {
            let client = candidate.client
            let isThere = all[ObjectIdentifier(client)] != nil
            if isThere, client !== other, client.standing == candidate.standing { return candidate }
        }
        return nil
    }

    private mutating func searched(besides other: Client?) -> Clients.Candidate? {
        let candidates = all.values.map { ($0, $0.standing) }
        idle = candidates.filter { $0.1.phase == .idle }.sorted { $1.1.goesBefore($0.1) }
        return nextIdle(besides: other) ?? Clients.first(of: all.values, besides: other)
    }
}
