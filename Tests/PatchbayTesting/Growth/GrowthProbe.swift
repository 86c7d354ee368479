import Foundation

/// Compares the work on an input with the work on one four times as large.
///
/// Work is time of the processor and not of the clock, so that a busy machine does not count. What takes next to no time
/// on the larger input is settled by one run; a pair that looks suspicious is run again, five times each, and the best
/// ones count.
package struct GrowthProbe: Sendable {
    /// What work grows by at most: 4 when it is linear, a little more with sorting and with memory that is further away.
    package static let limit = 6.0

    /// How many bytes, or as many elements as make them, the smaller input has.
    package let size: Int
    /// Work on the larger input that takes fewer seconds is not compared.
    private let negligible: Double

    /// Whether the tests were asked for that take minutes.
    package static let isLong = ProcessInfo.processInfo.environment["PATCHBAY_LONG_TESTS"].map { $0 != "0" } ?? false

    /// A probe with inputs that show a square in tests that take seconds, or in those that take minutes.
    package static let standard = isLong ? GrowthProbe(size: 40_000) : GrowthProbe(size: 3_000)

    /// Makes a probe.
    package init(size: Int, negligible: Double = 0.006) {
        self.size = size
        self.negligible = negligible
    }

    /// Says what is wrong with how work grows; `nil` when nothing is.
    ///
    /// - Parameters:
    ///   - name: What to call it.
    ///   - input: Makes an input of a size, which does not count as work.
    ///   - work: What is measured. What it throws is an answer as good as any.
    package func excess<Input>(
        _ name: @autoclosure () -> String,
        input: (Int) -> Input,
        _ work: (Input) throws -> Void
    ) -> Growth? {
        let large = input(size * 4)
        let first = Self.seconds(work, large)
        guard first > negligible else { return nil }
        let small = input(size)
        var growth = Growth(name: name(), smaller: Self.seconds(work, small), larger: first)
        // A machine that was disturbed for one round is asked for another.
        for _ in 1...2 where growth.factor > Self.limit {
            for _ in 1...5 {
                growth.smaller = min(growth.smaller, Self.seconds(work, small))
                // What takes seconds is not made to take minutes.
                if growth.larger < 1 { growth.larger = min(growth.larger, Self.seconds(work, large)) }
            }
        }
        return growth.factor > Self.limit && growth.larger > negligible ? growth : nil
    }

    private static func seconds<Input>(_ work: (Input) throws -> Void, _ input: Input) -> Double {
        let start = now(CLOCK_THREAD_CPUTIME_ID)
        try? work(input)
        return now(CLOCK_THREAD_CPUTIME_ID) - start
    }

    /// Says what is wrong with how work grows that waits for other threads; the whole process's time counts.
    package func excess<Input>(
        _ name: String,
        input: (Int) async throws -> Input,
        waiting work: (Input) async throws -> Void
    ) async throws -> Growth? {
        let large = try await input(size * 4)
        let first = await Self.seconds(work, large)
        guard first > negligible else { return nil }
        let small = try await input(size)
        var growth = Growth(name: name, smaller: await Self.seconds(work, small), larger: first)
        for _ in 1...2 where growth.factor > Self.limit {
            for _ in 1...5 {
                growth.smaller = min(growth.smaller, await Self.seconds(work, small))
                if growth.larger < 1 { growth.larger = min(growth.larger, await Self.seconds(work, large)) }
            }
        }
        return growth.factor > Self.limit && growth.larger > negligible ? growth : nil
    }

    private static func seconds<Input>(_ work: (Input) async throws -> Void, _ input: Input) async -> Double {
        let start = now(CLOCK_PROCESS_CPUTIME_ID)
        try? await work(input)
        return now(CLOCK_PROCESS_CPUTIME_ID) - start
    }

    private static func now(_ clock: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}

/// How work grew with its input.
package struct Growth: Sendable, CustomStringConvertible {
    /// What was done.
    package let name: String
    /// The seconds on the smaller input.
    package fileprivate(set) var smaller: Double
    /// The seconds on the larger input.
    package fileprivate(set) var larger: Double

    /// How many times the work became more while the input became four times as large.
    package var factor: Double { larger / max(smaller, 1e-6) }

    package var description: String {
        let times = [smaller, larger].map { String(format: "%.2f ms", $0 * 1_000) }.joined(separator: " to ")
        return "\(name): \(String(format: "%.1f", factor))-fold for four times the input, \(times)"
    }
}
