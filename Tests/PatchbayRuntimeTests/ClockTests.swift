import Foundation
import IML
import PatchbayAuth
import PatchbayRuntime
import Synchronization
import Testing

/// Calls while somebody sets the machine's clock: limits and durations do not move with it.
struct ClockTests {
    /// The machine's two clocks.
    private final class Clocks: Sendable {
        private let offsets = Mutex((wall: 0.0, uptime: 0.0))

        /// Sets the clock people see.
        func set(by seconds: Double) { offsets.withLock { $0.wall += seconds } }

        /// Lets time go by.
        func pass(_ seconds: Double) {
            offsets.withLock {
                $0.wall += seconds
                $0.uptime += seconds
            }
        }

        var now: Double { Date().timeIntervalSince1970 + offsets.withLock(\.wall) }
        var uptime: Double { ProcessInfo.processInfo.systemUptime + offsets.withLock(\.uptime) }
    }

    private func host(_ clocks: Clocks) throws -> TestHost {
        try TestHost(now: { clocks.now }, uptime: { clocks.uptime })
    }

    private static let pages =
        #"{"url": "/l", "response": {"iterate": "{{body}}", "output": "{{item}}"}, "pagination": {"qs": {"p": "{{pagination.page}}"}}}"#

    @Test(arguments: [400.0, -400, 1e9, -1e9])
    func aCallGoesOnWhereSomebodySetsTheClock(_ jump: Double) async throws {
        let clocks = Clocks()
        let host = try host(clocks)
        let probe = try await Probe.run(
            Self.pages,
            on: host,
            script: { _, count in
                clocks.set(by: jump)
                // The second answer fails first, so that a wait before the next attempt is part of it.
                return count == 2 ? Answer(status: 503) : count > 4 ? .json("[]") : .json("[\(count)]")
            }
        )
        #expect(probe.failure == nil)
        #expect(probe.output == "1\n3\n4")
        #expect((0..<60_000).contains(try #require(probe.summary).durationMilliseconds))
    }

    @Test(arguments: [400.0, -400])
    func durationsOfWhatFailedDoNotJump(_ jump: Double) async throws {
        let clocks = Clocks()
        let host = try host(clocks)
        let probe = try await Probe.run(
            #"{"url": "/", "method": "POST"}"#,
            on: host,
            script: { _, _ in
                clocks.set(by: jump)
                return .hangUp
            }
        )
        #expect(probe.error?.type == .connectionError)
        let overview = try #require(host.runtime.executions.overviews(limit: 1).first)
        #expect((0..<60_000).contains(overview.summary.durationMilliseconds))
        let detail = try #require(host.runtime.executions.detail(overview.summary.id))
        let exchange = try #require(detail.exchanges.first)
        #expect((0..<60_000).contains(exchange.milliseconds))
        // What is shown is the time people saw when it began.
        #expect(abs(exchange.startedAt.secondsSinceEpoch + jump - clocks.now) < 60)
    }

    @Test func aCallsLimitIsTimeThatHasGoneBy() async throws {
        let clocks = Clocks()
        let probe = try await Probe.run(
            Self.pages,
            on: try host(clocks),
            script: { _, count in
                clocks.pass(400)
                clocks.set(by: -400)
                return .json("[\(count)]")
            }
        )
        #expect(probe.requests.count == 1)
        #expect(probe.error?.type == .moduleTimeoutError)
        #expect(probe.error?.message.hasPrefix("The call took longer than the 300 seconds") == true)
    }

    @Test(arguments: [400.0, -400, 0])
    func aDateToComeBackAtIsReadByTheServicesClock(_ jump: Double) async throws {
        let clocks = Clocks()
        clocks.set(by: jump)
        let probe = try await Probe.run(
            #"{"url": "/"}"#,
            on: try host(clocks),
            script: { _, count in
                guard count == 1 else { return .json("1") }
                let headers = [
                    ("Date", "Fri, 02 Jan 2026 10:00:00 GMT"), ("Retry-After", "Fri, 02 Jan 2026 10:00:01 GMT"),
                ]
                return Answer(status: 429, headers: headers)
            }
        )
        #expect(probe.output == "1")
        #expect(probe.requests.count == 2)
        #expect(try #require(probe.summary).durationMilliseconds >= 1_000)
    }
}
