extension Value {
    /// About how many bytes a value takes in memory and as JSON, whichever is more; shared parts count each time.
    ///
    /// Complexity: O(*n*) in the number of its parts, and no more than the bound asks for.
    ///
    /// - Parameter bound: Where counting may end, because more makes no difference.
    /// - Returns: The bytes; some number above the bound when there are more.
    public func footprint(upTo bound: Int) -> Int {
        switch self {
        case .text(let text): return Self.ownBytes + text.utf8.count
        case .binary(let binary): return Self.ownBytes + binary.bytes.count / 3 * 4
        case .array(let elements):
            var sum = Self.ownBytes
            for element in elements where sum <= bound { sum += element.footprint(upTo: bound - sum) }
            return sum
        case .collection(let fields):
            var sum = Self.ownBytes
            for (key, element) in fields {
                guard sum <= bound else { break }
                sum += Self.ownBytes + key.utf8.count + element.footprint(upTo: bound - sum)
            }
            return sum
        default: return Self.ownBytes
        }
    }

    /// What a value without parts takes, about.
    private static let ownBytes = 32
}
