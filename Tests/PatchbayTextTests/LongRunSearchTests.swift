import Testing

@testable import PatchbayText

struct LongRunSearchTests {
    /// Over few letters, where runs overlap themselves, it finds what comparing at every position finds.
    @Test func findsWhatComparingEverywhereFinds() {
        var generator = SystemRandomNumberGenerator()
        func letters(_ counts: ClosedRange<Int>) -> [UInt8] {
            (0..<Int.random(in: counts, using: &generator)).map { _ in UInt8.random(in: 0...1, using: &generator) }
        }
        for _ in 0..<3_000 {
            let (whole, run) = (letters(0...40), letters(1...6))
            let start = Int.random(in: 0...whole.count, using: &generator)
            let expected = whole.indices.first { $0 >= start && whole[$0...].starts(with: run) }
            let found = whole.withUnsafeBufferPointer { whole in
                run.withUnsafeBufferPointer { LongRunSearch(for: $0).firstPosition(in: whole, from: start) }
            }
            #expect(found == expected, "\(run) in \(whole) from \(start)")
        }
    }
}
