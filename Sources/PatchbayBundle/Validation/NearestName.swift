import PatchbayText

/// Finds what was probably meant by a name that does not exist.
enum NearestName {
    /// A sentence to append to a message: `; did you mean 'headers'?`, or nothing when no name is near.
    static func suggestion(for name: String, among names: some Sequence<String>) -> String {
        near(name, among: names).map { "; did you mean '\($0)'?" } ?? ""
    }

    /// Among more names than this none is looked for: it would take longer than the hint is worth.
    private static let most = 500

    /// Nobody mistypes a name that has more bytes.
    private static let longest = 100

    /// The nearest of some names: equal without case, or a third of its letters away at most.
    static func near(_ name: String, among names: some Sequence<String>) -> String? {
        guard name.utf8.count <= longest else { return nil }
        let wanted = Array(name.lowercased().utf8.prefix(64))
        let candidates = names.filter { $0.utf8.count <= longest }.map { ExactText($0) }.sorted()
        var best: (name: String, distance: Int)?
        for candidate in candidates.prefix(most).map({ $0.text }) where !candidate.isExactly(name) {
            let distance = distance(wanted, Array(candidate.lowercased().utf8.prefix(64)))
            let allowed = max(1, max(wanted.count, candidate.utf8.count) / 3)
            if distance <= allowed, distance < best?.distance ?? Int.max { best = (candidate, distance) }
        }
        return best?.name
    }

    /// How many letters have to be put in, taken out, replaced or swapped to make one text of the other.
    private static func distance(_ one: [UInt8], _ other: [UInt8]) -> Int {
        var beforeLast = [Int](repeating: 0, count: other.count + 1)
        var last = Array(0...other.count)
        for row in one.indices {
            var current = [row + 1]
            for column in other.indices {
                let same = one[row] == other[column]
                var cost = min(last[column] + (same ? 0 : 1), last[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, one[row] == other[column - 1], one[row - 1] == other[column] {
                    cost = min(cost, beforeLast[column - 1] + 1)
                }
                current.append(cost)
            }
            beforeLast = last
            last = current
        }
        return last[other.count]
    }
}
