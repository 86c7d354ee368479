/// Looks for a long run of elements in time that grows with the lengths, not with their product, whatever they are made of.
///
/// After Knuth, Morris and Pratt (1977): what was compared before a difference tells where the run can start next.
@usableFromInline
package struct LongRunSearch<Element: Equatable> {
    /// Runs of more elements are looked for this way; for short ones, comparing at every position takes less time.
    @inlinable
    package static var shortest: Int { 64 }

    @usableFromInline let run: UnsafeBufferPointer<Element>
    /// For each length that was found: the longest shorter one that the same elements end with.
    @usableFromInline let shorter: [Int]

    /// Prepares the search for a run, which is not empty and outlives the search.
    @inlinable
    package init(for run: UnsafeBufferPointer<Element>) {
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
    @inlinable
    package func firstPosition(in whole: UnsafeBufferPointer<Element>, from start: Int) -> Int? {
        var length = 0
        for position in max(start, 0)..<max(whole.count, start, 0) {
            while length > 0, whole[position] != run[length] { length = shorter[length] }
            if whole[position] == run[length] { length += 1 }
            if length == run.count { return position + 1 - length }
        }
        return nil
    }
}

extension Array where Element: Equatable {
    /// Where a run of elements first occurs at or after a position; the run is not empty.
    @inlinable
    package func firstPosition(of run: [Element], from start: Int) -> Int? {
        guard let first = run.first, count - start >= run.count else { return nil }
        return withUnsafeBufferPointer { elements in
            run.withUnsafeBufferPointer { run in
                if run.count > LongRunSearch<Element>.shortest {
                    return LongRunSearch(for: run).firstPosition(in: elements, from: start)
                }
                return (start...elements.count - run.count).first { position in
                    elements[position] == first
                        && (1..<run.count).allSatisfy { elements[position + $0] == run[$0] }
                }
            }
        }
    }
}
