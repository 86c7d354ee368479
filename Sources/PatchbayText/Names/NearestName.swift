/// Finds what was probably meant by a name that does not exist.
package enum NearestName {
    /// What ends a sentence about a name: `; did you mean 'headers'?`, or nothing when no name is near.
    package static func ending(for name: String, among names: some Sequence<String>) -> String {
        near(name, among: names).map { "; did you mean '\($0)'?" } ?? ""
    }

    /// What follows a sentence about a name: ` Did you mean 'headers'?`, or nothing when no name is near.
    package static func question(for name: String, among names: some Sequence<String>) -> String {
        near(name, among: names).map { " Did you mean '\($0)'?" } ?? ""
    }

    /// Among more names than this none is looked for: it would take longer than the hint is worth.
    private static let most = 500

    /// Nobody mistypes a name that has more bytes.
    private static let longest = 100

    /// The nearest of some names: equal without case, or a third of its letters away at most.
    package static func near(_ name: String, among names: some Sequence<String>) -> String? {
        guard name.utf8.count <= longest else { return nil }
        let wanted = letters(name)
        let candidates = names.filter { $0.utf8.count <= longest }.map { ExactText($0) }.sorted()
        var best: (name: String, distance: Int)?
        for candidate in candidates.prefix(most).map(\.text) where !candidate.isExactly(name) {
            let letters = letters(candidate)
            let allowed = max(1, max(wanted.count, candidate.utf8.count) / 3)
            guard abs(letters.count - wanted.count) <= allowed else { continue }
            let distance = distance(wanted, letters)
            if distance <= allowed, distance < best?.distance ?? Int.max { best = (candidate, distance) }
        }
        return best?.name
    }

    private static func letters(_ name: String) -> [UInt8] { Array(name.lowercased().utf8.prefix(64)) }

    /// How many letters have to be put in, taken out, replaced or swapped to make one text of the other (optimal string
    /// alignment).
    private static func distance(_ one: [UInt8], _ other: [UInt8]) -> Int {
        var beforeLast = [Int](repeating: 0, count: other.count + 1)
        var last = Array(0...other.count)
        var current = last
        for row in one.indices {
            current[0] = row + 1
            for column in other.indices {
                let replaced = last[column] + (one[row] == other[column] ? 0 : 1)
                var cost = min(replaced, last[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, one[row] == other[column - 1], one[row - 1] == other[column] {
                    cost = min(cost, beforeLast[column - 1] + 1)
                }
                current[column + 1] = cost
            }
            (beforeLast, last, current) = (last, current, beforeLast)
        }
        return last[other.count]
    }
}
