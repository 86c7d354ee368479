/// Looks for a long run of elements in time that grows with the lengths, not with their product, whatever they are made of.
///
/// After Knuth, Morris and Pratt (1977): what was compared before a difference tells where the run can start next.
struct LongRunSearch<Element: Equatable> {
    /// Runs of more elements are looked for this way; for short ones, comparing at every position takes less time.
    static var shortest: Int { 64 }

    private let run: UnsafeBufferPointer<Element>
    /// For each length that was found: the longest shorter one that the same elements end with.
    private let shorter: [Int]

    /// Prepares the search for a run, which is not empty and outlives the search.
    init(for run: UnsafeBufferPointer<Element>) {
        self.run = run
        var shorter = [0, 0]
        shorter.reserveCapacity(run.count + 1)
        var length = 0
        for position in 1..<max(run.count, 1) {
            while length > 0, run[position] != run[length] { length = shorter[length] }
            if run[position] == run[length] { length += 1 }
            shorter.append(length)
        }
        self.shorter = shorter
    }

    /// Where the run first occurs at or after a position; `nil` when it does not.
    func firstPosition(in whole: UnsafeBufferPointer<Element>, from start: Int) -> Int? {
        var length = 0
        for position in max(start, 0)..<max(whole.count, start, 0) {
            while length > 0, whole[position] != run[length] { length = shorter[length] }
            if whole[position] == run[length] { length += 1 }
            if length == run.count { return position + 1 - length }
        }
        return nil
    }
}
