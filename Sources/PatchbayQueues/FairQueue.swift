/// Who waits for one of the places that owners share, and whose turn it is.
///
/// Those of one owner go in the order they came. Among owners the one with the fewest places goes first, and of several
/// the one whose turn was longest ago. It holds tickets; what they stand for is its user's. ``FairShare`` says how many
/// places one owner may have.
///
/// Complexity: asking, leaving and giving back take constant time on average; finding whose turn it is grows with the
/// number of owners that wait, not with how many wait.
package struct FairQueue: Sendable {
    /// The tickets of one owner, in the order they came, with gaps left by those that left.
    private struct Line {
        var tickets: [UInt64] = []
        /// The first that was not served.
        var start = 0
        /// How many still wait.
        var waiting = 0
    }

    /// The places and who has them.
    package private(set) var share: FairShare
    private var lines: [String: Line] = [:]
    /// Who has a line, the one whose turn was longest ago first.
    private var turns: [String] = []
    private var owners: [UInt64: String] = [:]

    /// Gaps a line may have before they are closed.
    private static let gaps = 64

    /// Starts with every place free.
    ///
    /// - Parameter places: How many there are; at least one.
    package init(places: Int) {
        share = FairShare(places: places)
    }

    /// How many wait.
    package var count: Int { owners.count }

    /// How many entries its lines hold, gaps included.
    var held: Int { lines.values.reduce(0) { $0 + $1.tickets.count } }

    /// Whether there is neither a place taken nor anybody waiting.
    package var isIdle: Bool { share.taken == 0 && owners.isEmpty }

    /// Takes a place for a ticket where there is one, behind nobody of its owner.
    ///
    /// - Returns: Whether it has one now; where not, nothing has changed.
    package mutating func takePlace(for owner: String) -> Bool {
        lines[owner, default: Line()].waiting == 0 && share.takeIfAdmitted(for: owner)
    }

    /// Puts a ticket at the end of its owner's line.
    ///
    /// - Parameters:
    ///   - ticket: A number nobody else in the queue has.
    ///   - owner: Whose it is.
    package mutating func wait(_ ticket: UInt64, of owner: String) {
        owners[ticket] = owner
        if lines[owner] == nil { turns.append(owner) }
        lines[owner, default: Line()].tickets.append(ticket)
        lines[owner, default: Line()].waiting += 1
    }

    /// Takes a ticket out of its line; one that does not wait is ignored.
    package mutating func leave(_ ticket: UInt64) {
        guard let owner = owners.removeValue(forKey: ticket), var line = lines[owner] else { return }
        lines[owner] = nil
        line.waiting -= 1
        guard line.waiting > 0 else { return turns.removeAll { $0 == owner } }
        if line.tickets.count - line.start > 2 * line.waiting + Self.gaps {
            line.tickets = line.tickets[line.start...].filter { owners[$0] != nil }
            line.start = 0
        }
        lines[owner] = line
    }

    /// Gives a place back; ``next()`` may then have a turn.
    package mutating func giveBack(of owner: String) {
        share.giveBack(of: owner)
    }

    /// Takes a place for whoever's turn it is.
    ///
    /// - Returns: The ticket; `nil` when nobody waits who may have a place.
    package mutating func next() -> UInt64? {
        guard share.taken < share.places,
            let turn = turns.indices.min(by: { share.count(of: turns[$0]) < share.count(of: turns[$1]) }),
            case let owner = turns[turn], share.takeIfAdmitted(for: owner)
        else { return nil }
        turns.remove(at: turn)
        let ticket = takeFirst(of: owner)
        if lines[owner] != nil { turns.append(owner) }
        return ticket
    }

    /// The first of each owner that waits.
    package var firsts: [UInt64] { turns.compactMap { owner in lines[owner].flatMap(first) } }

    private func first(of line: Line) -> UInt64? { line.tickets[line.start...].first { owners[$0] != nil } }

    private mutating func takeFirst(of owner: String) -> UInt64? {
        guard var line = lines.removeValue(forKey: owner) else { return nil }
        while line.start < line.tickets.count {
            let ticket = line.tickets[line.start]
            line.start += 1
            guard owners.removeValue(forKey: ticket) != nil else { continue }
            line.waiting -= 1
            if line.waiting > 0 {
                if line.start > line.waiting + Self.gaps {
                    line.tickets.removeFirst(line.start)
                    line.start = 0
                }
                lines[owner] = line
            }
            return ticket
        }
        return nil
    }
}
