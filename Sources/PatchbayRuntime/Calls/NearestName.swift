import PatchbayText

/// Finds the name somebody probably meant.
enum NearestName {
    /// Nobody mistypes a name that has more bytes.
    private static let longest = 100

    /// A sentence naming the nearest name, with a space before it; empty when none is near.
    static func suggestion(for name: String, among names: [String]) -> String {
        guard name.utf8.count <= longest else { return "" }
        let wanted = Array(name.lowercased().utf8)
        let near = names.map { (name: $0, distance: distance(wanted, Array($0.lowercased().utf8))) }
            .filter { $0.distance <= max(1, wanted.count / 3) }
            .min { ($0.distance, $0.name) < ($1.distance, $1.name) }
        return near.map { " Did you mean '\($0.name)'?" } ?? ""
    }

    /// How many bytes have to be added, removed or changed (Levenshtein).
    private static func distance(_ one: [UInt8], _ other: [UInt8]) -> Int {
        var row = Array(0...other.count)
        for (index, byte) in one.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for (column, candidate) in other.enumerated() {
                let substituted = diagonal + (byte == candidate ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(substituted, diagonal + 1, row[column] + 1)
            }
        }
        return row[other.count]
    }
}
