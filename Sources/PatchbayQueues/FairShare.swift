/// How many places of something there are, and who has how many of them.
///
/// Nobody can be made to give a place back, and whoever comes new should not wait for that: so some places stay free for
/// whoever has none yet. One more goes to an owner only while at least one more than it has stays free; the last free place
/// goes to whoever has none. An owner alone gets half of the places, the next one half of the rest, and so on; with *n*
/// owners who want all they can get, each ends with one of *n* + 1 parts, and one part is free for the next. These are the
/// dynamic thresholds of A. Choudhury and E. Hahne, "Dynamic queue length thresholds for shared-memory packet switches"
/// (IEEE/ACM Transactions on Networking 6, 1998), which switches share their buffers by.
package struct FairShare: Sendable {
    /// How many places there are.
    package let places: Int
    /// How many of them are taken.
    package private(set) var taken = 0
    private var owned: [String: Int] = [:]

    /// Starts with every place free.
    ///
    /// - Parameter places: How many there are; at least one.
    package init(places: Int) {
        self.places = max(places, 1)
    }

    /// How many places an owner has.
    package func count(of owner: String) -> Int { owned[owner, default: 0] }

    /// Whether an owner may have one more place.
    package func admits(_ owner: String) -> Bool {
        let free = places - taken
        let own = count(of: owner)
        return own == 0 ? free > 0 : free - 1 > own
    }

    /// Takes a place for an owner, whether it is one of its share or not.
    package mutating func take(for owner: String) {
        owned[owner, default: 0] += 1
        taken += 1
    }

    /// Takes a place for an owner where there is one for it.
    ///
    /// - Returns: Whether it has it now.
    package mutating func takeIfAdmitted(for owner: String) -> Bool {
        guard admits(owner) else { return false }
        take(for: owner)
        return true
    }

    /// Gives a place of an owner back.
    package mutating func giveBack(of owner: String) {
        guard let count = owned[owner] else { return }
        owned[owner] = count > 1 ? count - 1 : nil
        taken -= 1
    }
}
