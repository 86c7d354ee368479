import PatchbayText

/// A collection of named values that keeps its order, as a JSON object does.
///
/// Keys compare byte for byte, or without regard to ASCII case when made with `caseInsensitiveKeys` (for headers); the
/// spelling of the first one stays. Finding a key takes constant time: few entries are walked, many are indexed.
public struct Fields: Sendable {
    struct Entry: Sendable {
        var key: String
        var value: Value
    }

    var entries: [Entry]
    /// How keys are found: `nil` for few entries with exact keys, a null pointer that costs nothing to copy.
    ///
    /// Else the first element says whether case counts, and the rest, if any, is an open-addressing table of positions in
    /// `entries` plus one.
    var index: [UInt32]?

    /// Up to this many entries a walk is faster than a hash.
    static let walkedCount = 12

    /// Makes an empty collection with exact keys.
    public init() {
        entries = []
        index = nil
    }

    /// Makes an empty collection.
    ///
    /// - Parameter caseInsensitiveKeys: Whether `Content-Type` and `content-type` are one key.
    public init(caseInsensitiveKeys: Bool) {
        entries = []
        index = caseInsensitiveKeys ? [1] : nil
    }

    /// Makes a collection of pairs; of two with one key the last value counts, at the first one's place.
    public init(_ pairs: some Sequence<(String, Value)>) {
        self.init()
        for (key, value) in pairs { self[key] = value }
    }

    /// Whether keys differing in ASCII case only are the same key.
    public var hasCaseInsensitiveKeys: Bool { index?.first == 1 }

    /// How many entries there are.
    public var count: Int { entries.count }

    /// Whether there is no entry.
    public var isEmpty: Bool { entries.isEmpty }

    /// The keys, in order.
    public var keys: [String] { entries.map(\.key) }

    /// The values, in order.
    public var values: [Value] { entries.map(\.value) }

    /// The value of a key, `nil` when there is none.
    ///
    /// Setting `nil` takes the entry out.
    public subscript(key: String) -> Value? {
        get {
            guard let position = position(of: key) else { return nil }
            return entries[position].value
        }
        set {
            guard let newValue else {
                removeValue(forKey: key)
                return
            }
            if let position = position(of: key) {
                entries[position].value = newValue
            } else {
                insert(key, newValue)
            }
        }
    }

    /// The value of a key, or undefined when there is none.
    public subscript(valueOf key: String) -> Value {
        guard let position = position(of: key) else { return .undefined }
        return entries[position].value
    }

    /// Takes an entry out.
    ///
    /// - Returns: Its value; `nil` when there was none.
    @discardableResult
    public mutating func removeValue(forKey key: String) -> Value? {
        guard let position = position(of: key) else { return nil }
        let removed = entries.remove(at: position)
        rebuildIndex()
        return removed.value
    }

    /// Appends an entry, or replaces the value of the key when it is there already.
    public mutating func append(_ key: String, _ value: Value) {
        self[key] = value
    }

    /// Puts the entries of another collection over these; new keys go to the end.
    public mutating func merge(_ other: Fields) {
        if isEmpty, hasCaseInsensitiveKeys == other.hasCaseInsensitiveKeys {
            self = other
            return
        }
        for entry in other.entries { self[entry.key] = entry.value }
    }

    /// Puts the entries of another collection over these, merging collections within collections.
    ///
    /// Arrays and everything else are replaced; undefined values are left out.
    public mutating func mergeDeeply(_ other: Fields) {
        for entry in other.entries {
            switch (self[entry.key], entry.value) {
            case (_, .undefined):
                continue
            case (.collection(var mine), .collection(let theirs)):
                mine.mergeDeeply(theirs)
                self[entry.key] = .collection(mine)
            default:
                self[entry.key] = entry.value
            }
        }
    }

    /// Makes room for a number of entries.
    public mutating func reserveCapacity(_ count: Int) {
        entries.reserveCapacity(count)
    }

    /// The entries with their values replaced.
    public func mapValues<Failure: Error>(_ transform: (Value) throws(Failure) -> Value) throws(Failure) -> Fields {
        var result = self
        for position in entries.indices { result.entries[position].value = try transform(entries[position].value) }
        return result
    }

    /// The entries for which a condition holds, in order.
    public func filter<Failure: Error>(
        _ isIncluded: (String, Value) throws(Failure) -> Bool
    ) throws(Failure) -> Fields {
        var result = Fields(caseInsensitiveKeys: hasCaseInsensitiveKeys)
        for entry in entries where try isIncluded(entry.key, entry.value) { result.insert(entry.key, entry.value) }
        return result
    }
}

extension Fields: RandomAccessCollection {
    /// The position of the first entry.
    public var startIndex: Int { 0 }
    /// The position after the last entry.
    public var endIndex: Int { entries.count }
    /// The entry at a position.
    public subscript(position: Int) -> (key: String, value: Value) {
        (entries[position].key, entries[position].value)
    }
}

extension Fields: ExpressibleByDictionaryLiteral {
    /// Makes a collection; of two entries with one key the last counts.
    public init(dictionaryLiteral elements: (String, Value)...) {
        self.init(elements)
    }
}

extension Fields: Hashable {
    /// Whether both have the same keys with equal values, in whatever order.
    public static func == (one: Fields, other: Fields) -> Bool {
        guard one.count == other.count else { return false }
        for (position, entry) in one.entries.enumerated() {
            let other = other.entries
            // Mostly the order is the same too.
            if other[position].key.hasSameBytes(as: entry.key) {
                if other[position].value != entry.value { return false }
            } else {
                return one.hasSameEntries(as: other)
            }
        }
        return true
    }

    private func hasSameEntries(as other: [Entry]) -> Bool {
        other.allSatisfy { self[$0.key] == $0.value }
    }

    /// Feeds the entries into a hasher, whatever their order.
    public func hash(into hasher: inout Hasher) {
        var combined = 0
        for entry in entries {
            var own = Hasher()
            entry.key.hash(into: &own, ignoringCase: hasCaseInsensitiveKeys)
            own.combine(entry.value)
            combined ^= own.finalize()
        }
        hasher.combine(combined)
        hasher.combine(count)
    }
}
