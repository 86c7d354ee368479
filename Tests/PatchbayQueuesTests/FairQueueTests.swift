import Testing

@testable import PatchbayQueues

/// A queue whose changes can be expected.
private final class Sharing {
    var queue: FairQueue

    init(places: Int) { queue = FairQueue(places: places) }

    func takes(_ owner: String) -> Bool { queue.takePlace(for: owner) }
    func next() -> UInt64? { queue.next() }
}

struct FairQueueTests {
    /// Owners who come one after the other and take all they get.
    private func taken(of places: Int, by owners: [String]) -> [Int] {
        var share = FairShare(places: places)
        for owner in owners { while share.takeIfAdmitted(for: owner) {} }
        return owners.map(share.count)
    }

    @Test(arguments: [(1, [1, 0]), (2, [1, 1]), (3, [1, 1]), (16, [8, 4]), (17, [8, 4]), (512, [256, 128])])
    func anOwnerGetsAtMostHalfAndTheNextHalfOfTheRest(_ places: Int, _ expected: [Int]) {
        #expect(taken(of: places, by: ["a", "b"]) == expected)
    }

    @Test func thereIsAPlaceForEachOfSeveralThatComeAfterAGreedyOne() {
        #expect(taken(of: 16, by: ["a", "b", "c", "d", "e"]) == [8, 4, 2, 1, 1])
    }

    @Test func ownersWhoWantAllTheyCanGetEndWithTheSameAndOnePartStaysFree() {
        var queue = FairQueue(places: 12)
        var ticket: UInt64 = 0
        var owners: [UInt64: String] = [:]
        var out: [UInt64] = []
        func come(_ owner: String, _ count: Int) {
            for _ in 0..<count {
                ticket += 1
                owners[ticket] = owner
                if queue.takePlace(for: owner) { out.append(ticket) } else { queue.wait(ticket, of: owner) }
            }
        }
        come("a", 100)
        come("b", 100)
        come("c", 100)
        for _ in 0..<60 {
            queue.giveBack(of: owners[out.removeFirst()] ?? "")
            while let next = queue.next() { out.append(next) }
        }
        for owner in ["a", "b", "c"] { #expect(queue.share.count(of: owner) == 3) }
        #expect(queue.share.taken == 9)
    }

    @Test func eachOwnersLineKeepsItsOrderAndTheOneWithTheFewestPlacesGoesFirst() {
        let sharing = Sharing(places: 4)
        #expect(sharing.takes("a"))
        #expect(sharing.takes("a"))
        for ticket in 1...4 as ClosedRange<UInt64> { sharing.queue.wait(ticket, of: "a") }
        #expect(sharing.next() == nil)
        sharing.queue.wait(11, of: "b")
        sharing.queue.wait(12, of: "b")
        #expect(sharing.next() == 11)
        sharing.queue.giveBack(of: "a")
        sharing.queue.giveBack(of: "a")
        #expect([sharing.next(), sharing.next()] == [1, nil])
        sharing.queue.giveBack(of: "b")
        #expect([sharing.next(), sharing.next()] == [12, nil])
        #expect(!sharing.takes("a"), "Nobody goes past those of its own line.")
    }

    @Test func ownersWithEquallyManyPlacesTakeTurns() {
        let sharing = Sharing(places: 4)
        let owners = ["a", "b", "c"]
        for owner in ["x", "y", "z"] { #expect(sharing.takes(owner)) }
        #expect(sharing.takes("w"))
        for round in 0..<3 as Range<UInt64> {
            for (index, owner) in owners.enumerated() { sharing.queue.wait(round * 10 + UInt64(index), of: owner) }
        }
        var served: [UInt64] = []
        sharing.queue.giveBack(of: "w")
        while let ticket = sharing.next() {
            served.append(ticket)
            sharing.queue.giveBack(of: owners[Int(ticket % 10)])
        }
        #expect(served == [0, 1, 2, 10, 11, 12, 20, 21, 22])
        #expect(sharing.queue.count == 0)
    }

    @Test func whoLeavesIsPassedOverAndNoPlaceIsLost() {
        let sharing = Sharing(places: 2)
        #expect(sharing.takes("a"))
        for ticket in 1...1_000 as ClosedRange<UInt64> { sharing.queue.wait(ticket, of: "a") }
        for ticket in 1...1_000 as ClosedRange<UInt64> where ticket != 500 { sharing.queue.leave(ticket) }
        sharing.queue.leave(7)
        #expect(sharing.queue.count == 1)
        #expect(sharing.queue.firsts == [500])
        sharing.queue.giveBack(of: "a")
        #expect(sharing.next() == 500)
        sharing.queue.giveBack(of: "a")
        sharing.queue.giveBack(of: "a")
        #expect(sharing.queue.isIdle)
        #expect(sharing.next() == nil)
    }

    @Test func comingAndLeavingBehindALongWaitTakesNoMoreRoomThanThoseThatWait() {
        let sharing = Sharing(places: 1)
        #expect(sharing.takes("a"))
        sharing.queue.wait(0, of: "a")
        for ticket in 1...100_000 as ClosedRange<UInt64> {
            sharing.queue.wait(ticket, of: "a")
            sharing.queue.leave(ticket)
        }
        #expect(sharing.queue.held < 1_000)
        sharing.queue.giveBack(of: "a")
        #expect(sharing.next() == 0)
    }

    @Test func deadlinesComeUpInTheirOrderAndWhatHasEndedIsForgotten() {
        let start = ContinuousClock.now
        var deadlines = DeadlineQueue()
        var underWay: Set<UInt64> = []
        for number in 0..<10_000 as Range<UInt64> {
            deadlines.add(number, before: start + .milliseconds(Int((number * 7_919) % 10_007)))
            underWay.insert(number)
        }
        for number in 0..<10_000 as Range<UInt64> where number % 100 != 0 {
            underWay.remove(number)
            deadlines.end { underWay.contains($0) }
        }
        #expect(deadlines.count < 400)
        let early = deadlines.takeOverdue(at: start - .milliseconds(1))
        #expect(early == nil)
        var found: [UInt64] = []
        while let ticket = deadlines.takeOverdue(at: start + .seconds(11)) {
            if underWay.contains(ticket) { found.append(ticket) }
        }
        #expect(found == underWay.sorted { ($0 * 7_919) % 10_007 < ($1 * 7_919) % 10_007 })
        #expect(deadlines.first == nil)
    }
}
