/// The offsets of a named zone: the changes that are known one by one, and the rule that goes on after them.
final class ZoneTable: Sendable {
    /// Seconds since 1970 of each change, ascending.
    let changes: [Int64]
    /// The offset from each change on.
    let offsets: [Int32]
    /// The offset before the first change.
    let first: Int32
    /// What holds after the last change.
    let rule: ZoneRule?

    init(changes: [Int64], offsets: [Int32], first: Int32, rule: ZoneRule?) {
        self.changes = changes
        self.offsets = offsets
        self.first = first
        self.rule = rule
    }

    /// Seconds ahead of UTC at a second since 1970.
    func offset(at second: Int64) -> Int {
        guard let last = changes.last else { return rule?.offset(at: second) ?? Int(first) }
        if second >= last { return rule?.offset(at: second) ?? Int(offsets[offsets.count - 1]) }
        var low = 0
        var high = changes.count
        while low < high {
            let middle = (low + high) / 2
            if changes[middle] <= second { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? Int(first) : Int(offsets[low - 1])
    }
}
