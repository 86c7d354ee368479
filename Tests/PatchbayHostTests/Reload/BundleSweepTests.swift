import PatchbayTesting
import Synchronization
import Testing

@testable import PatchbayHost

struct BundleSweepTests {
    /// A clock that stands still until it is set, and goes on a little whenever it is read.
    private final class Clock: Sendable {
        private let value = Mutex(1_000.0)
        private let step: Double

        init(step: Double = 0) { self.step = step }

        func read() -> Double {
            value.withLock { value in
                value += step
                return value
            }
        }

        func set(_ time: Double) { value.withLock { $0 = max($0, time) } }
    }

    private func sweep(
        _ directory: TemporaryDirectory,
        _ clock: Clock,
        isAlwaysQuick: Bool = false,
        wallClock: @escaping () -> Double = { 4e9 }
    ) -> BundleSweep {
        BundleSweep(
            ServedDirectory(directory("apps")),
            isAlwaysQuick: isAlwaysQuick,
            clock: clock.read,
            wallClock: wallClock
        )
    }

    private func write(_ count: Int, into directory: TemporaryDirectory) throws {
        for number in 0..<count { try directory.write("1", to: "apps/app\(number)/base.iml.json") }
    }

    @Test(arguments: [1, 19, 20, 21, 130])
    func everythingIsLookedAtWithinHalfAMinuteAFewAtATime(count: Int) throws {
        let directory = try TemporaryDirectory()
        try write(count, into: directory)
        let clock = Clock()
        var sweep = sweep(directory, clock)
        var times = Array(repeating: clock.read(), count: sweep.entriesLookedAt)
        #expect(times.count == count)
        while times.count < count * 4 {
            clock.set(sweep.dueTime)
            #expect(sweep.next().different == [])
            let part = sweep.entriesLookedAt - times.count
            #expect(part <= max(20, count / 20))
            times += Array(repeating: clock.read(), count: part)
        }
        for (before, after) in zip(times, times.dropFirst(count)) { #expect(after - before <= 30) }
        #expect(clock.read() - times[0] > 70)
    }

    @Test func whatChangedCameOrWentIsFoundAndWhatWasToldIsKnown() throws {
        let directory = try TemporaryDirectory()
        try write(4, into: directory)
        let clock = Clock()
        var sweep = sweep(directory, clock)
        try directory.write("22", to: "apps/app1/base.iml.json")
        try directory.write("22", to: "apps/app2/base.iml.json")
        try directory.remove("apps/app3")
        try directory.write("1", to: "apps/new/base.iml.json")
        sweep.note(directory("apps/app2"))
        clock.set(sweep.dueTime)
        let findings = sweep.next()
        #expect(findings.different == Set(["app1", "app2", "app3", "new"].map { directory("apps/\($0)") }))
        #expect(findings.told == [directory("apps/app2")])
        #expect(sweep.next().different == [])
    }

    @Test func roundsAreQuickForAWhileAfterAChangeNobodyToldOf() throws {
        let directory = try TemporaryDirectory()
        try write(3, into: directory)
        let clock = Clock()
        var sweep = sweep(directory, clock)
        #expect(sweep.interval == 25)
        let isNew = sweep.alert()
        #expect(isNew)
        #expect(sweep.interval == 0.1)
        let isNewAgain = sweep.alert()
        #expect(!isNewAgain)
        let tooEarly = sweep.endsAlert()
        #expect(!tooEarly)
        clock.set(clock.read() + 600)
        let ends = sweep.endsAlert()
        #expect(ends)
        #expect(sweep.interval == 25)
    }

    @Test func quickRoundsTakeATwentiethOfTheTimeAtMost() throws {
        let directory = try TemporaryDirectory()
        try write(40, into: directory)
        // A look at an entry takes 20 ms.
        let clock = Clock(step: 0.02)
        var sweep = sweep(directory, clock, isAlwaysQuick: true)
        for _ in 0..<20 {
            clock.set(sweep.dueTime)
            _ = sweep.next()
        }
        #expect(sweep.interval > 40 * 0.02 * 20 * 0.9)
        #expect(sweep.interval <= 25)
    }

    @Test func whatLooksAsBeforeIsReadInTurnTheYoungestFirst() throws {
        let directory = try TemporaryDirectory()
        try write(3, into: directory)
        let before = try changed("apps/app1", directory)
        repeat {
            try directory.write("1", to: "apps/app2/base.iml.json")
        } while try changed("apps/app2", directory) < before + 0.002
        let border = before + 0.001
        let clock = Clock()
        var sweep = sweep(directory, clock) { border + 120 }
        var order: [String] = []
        clock.set(sweep.dueTime)
        _ = sweep.next()
        while sweep.hasUnsure(), let entry = sweep.takeUnsure() {
            order.append(ServedDirectory.name(of: entry))
            clock.set(clock.read() + 1)
            sweep.didRead(in: 0.001)
        }
        #expect(order.first == "app2")
        #expect(Set(order) == ["app0", "app1", "app2"])
    }

    @Test func readingInTurnTakesAShareOfTheTime() throws {
        let directory = try TemporaryDirectory()
        try write(10, into: directory)
        let clock = Clock()
        var sweep = sweep(directory, clock)
        var reads = 0
        let start = clock.read()
        while clock.read() < start + 3_000 {
            clock.set(sweep.dueTime)
            _ = sweep.next()
            while sweep.hasUnsure(), sweep.takeUnsure() != nil {
                reads += 1
                sweep.didRead(in: 0.5)
            }
        }
        // A two-hundredth of 3,000 s is 15 s, half a second each.
        #expect((28...32).contains(reads))
    }

    private func changed(_ name: String, _ directory: TemporaryDirectory) throws -> Double {
        Double(try #require(FileStatus(directory(name + "/base.iml.json"))).changed) / 1e9
    }
}
