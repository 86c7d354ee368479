/// Values by their keys, up to a number and a cost of them; those that were used longest ago make room.
///
/// What was kept last stays whatever it costs, so that work on one thing that is too large is not done again and again.
///
/// - Complexity: Every operation takes constant time on average, what it drops aside.
@usableFromInline
package struct BoundedCache<Key: Hashable, Value> {
    /// A value among its neighbours in the order of use.
    @usableFromInline
    struct Entry {
        @usableFromInline let key: Key
        @usableFromInline var value: Value
        @usableFromInline var cost: Int
        /// The place of the entry that was used next; -1 for none.
        @usableFromInline var newer: Int
        /// The place of the entry that was used before; -1 for none.
        @usableFromInline var older: Int

        @inlinable
        init(key: Key, value: Value, cost: Int) {
            (self.key, self.value, self.cost) = (key, value, cost)
            (newer, older) = (-1, -1)
        }
    }

    /// How many values are kept.
    @usableFromInline package let capacity: Int
    /// How much they may cost together.
    @usableFromInline package let mostCost: Int
    /// What they cost together.
    @usableFromInline package private(set) var cost = 0

    @usableFromInline var places: [Key: Int] = [:]
    @usableFromInline var entries: [Entry] = []
    @usableFromInline var newest = -1
    @usableFromInline var oldest = -1

    /// Starts with none.
    ///
    /// - Parameters:
    ///   - capacity: How many values are kept; at least one.
    ///   - mostCost: How much they may cost together.
    @inlinable
    package init(capacity: Int, mostCost: Int = .max) {
        self.capacity = max(capacity, 1)
        self.mostCost = mostCost
    }

    /// How many values there are.
    @inlinable
    package var count: Int { entries.count }

    /// The value of a key, which counts as used; `nil` when none is kept.
    @inlinable
    package mutating func value(for key: Key) -> Value? {
        guard let place = places[key] else { return nil }
        if place != newest {
            detach(place)
            attach(place)
        }
        return entries[place].value
    }

    /// Keeps a value in place of the one the key has.
    @inlinable
    package mutating func keep(_ value: Value, for key: Key, cost: Int = 0) {
        removeValue(for: key)
        entries.append(Entry(key: key, value: value, cost: cost))
        places[key] = entries.count - 1
        attach(entries.count - 1)
        self.cost += cost
        while entries.count > 1, entries.count > capacity || self.cost > mostCost { remove(oldest) }
    }

    /// Forgets the value of a key.
    @inlinable
    package mutating func removeValue(for key: Key) {
        if let place = places[key] { remove(place) }
    }

    /// Forgets everything.
    @inlinable
    package mutating func removeAll() {
        self = BoundedCache(capacity: capacity, mostCost: mostCost)
    }

    /// Takes an entry out; the last one moves to its place, so that there are no gaps.
    @inlinable
    mutating func remove(_ place: Int) {
        detach(place)
        cost -= entries[place].cost
        places[entries[place].key] = nil
        let last = entries.removeLast()
        guard place < entries.count else { return }
        entries[place] = last
        places[last.key] = place
        if last.newer >= 0 { entries[last.newer].older = place } else { newest = place }
        if last.older >= 0 { entries[last.older].newer = place } else { oldest = place }
    }

    @inlinable
    mutating func detach(_ place: Int) {
        let (newer, older) = (entries[place].newer, entries[place].older)
        if newer >= 0 { entries[newer].older = older } else { newest = older }
        if older >= 0 { entries[older].newer = newer } else { oldest = newer }
    }

    @inlinable
    mutating func attach(_ place: Int) {
        entries[place].newer = -1
        entries[place].older = newest
        if newest >= 0 { entries[newest].newer = place } else { oldest = place }
        newest = place
    }
}

extension BoundedCache: Sendable where Key: Sendable, Value: Sendable {}
extension BoundedCache.Entry: Sendable where Key: Sendable, Value: Sendable {}
