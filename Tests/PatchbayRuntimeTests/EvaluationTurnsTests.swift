import Testing

@testable import PatchbayRuntime

/// Whose turn it is, without threads.
struct EvaluationTurnsTests {
    private typealias Turns = EvaluationTurns<String, String>

    private func name(_ turn: Turns.Turn?) -> String? {
        switch turn?.holder {
        case .job(let name)?, .thread(let name)?: name
        case nil: nil
        }
    }

    /// Lets every turn last a slice, and everything take so many of them; gives the apps in the order they were served.
    private func served(_ work: [(app: String, slices: Int)], width: Int = 1, slices: Int) -> [String] {
        var turns = Turns(width: width)
        var left: [String: Int] = [:]
        for (number, (app, slices)) in work.enumerated() {
            turns.append(.job("\(app)-\(number)"), of: app)
            left["\(app)-\(number)"] = slices
        }
        var served: [String] = []
        var running: [Turns.Turn] = []
        while served.count < slices {
            while let turn = turns.next() { running.append(turn) }
            guard !running.isEmpty else { break }
            let turn = running.removeFirst()
            served.append(turn.app)
            let name = name(turn) ?? ""
            left[name, default: 0] -= 1
            turns.giveBack(of: turn.app)
            if left[name, default: 0] > 0 {
                let next = turns.next()
                turns.append(.thread(name), of: turn.app)
                if let next { running.append(next) }
            } else {
                turns.end(of: turn.app)
            }
        }
        return served
    }

    @Test func appsTakeTurnsHoweverManyCallsOneHas() {
        let order = served(Array(repeating: ("big", 100), count: 16) + [("small", 3)], slices: 20)
        #expect(order.prefix(6).count { $0 == "small" } == 3)
        #expect(order.suffix(14).allSatisfy { $0 == "big" })
    }

    @Test func threeAppsHaveAThirdEach() {
        let work = [("a", 100), ("a", 100), ("b", 100), ("b", 100), ("c", 100)].map { (app: $0.0, slices: $0.1) }
        let order = served(work, slices: 60)
        for app in ["a", "b", "c"] { #expect((18...22).contains(order.count { $0 == app })) }
    }

    @Test func anAppThatComesAgainAndAgainDoesNotPassThoseThatWait() {
        var turns = Turns(width: 1)
        turns.append(.job("long"), of: "long")
        #expect(name(turns.next()) == "long")
        // The long one is put aside for short ones; each that ends is followed by another at once.
        turns.append(.job("short"), of: "short")
        turns.giveBack(of: "long")
        #expect(name(turns.next()) == "short")
        turns.append(.thread("long"), of: "long")
        turns.append(.job("short"), of: "short")
        turns.giveBack(of: "short")
        turns.end(of: "short")
        #expect(name(turns.next()) == "long")
    }

    @Test func whileAnotherWaitsAnAppHasHalfAtMost() {
        var turns = Turns(width: 4)
        for number in 1...6 { turns.append(.job("x\(number)"), of: "x") }
        var held: [Turns.Turn] = []
        while let turn = turns.next() { held.append(turn) }
        #expect(held.count == 4, "alone it may have all")
        for number in 1...6 { turns.append(.job("y\(number)"), of: "y") }
        #expect(turns.next() == nil)
        for _ in 1...2 { turns.giveBack(of: "x") }
        #expect([turns.next()?.app, turns.next()?.app] == ["y", "y"])
        turns.giveBack(of: "x")
        // Two of each, or one of x and two of y: the next is x's again.
        #expect(turns.next()?.app == "x")
    }

    @Test func threadsAreBoundedAndEachAppHasOneAllTheSame() {
        var turns = Turns(width: 100, threadsOfAnApp: 2, threadsOfAll: 3)
        for app in ["a", "b", "c", "d"] {
            for number in 1...3 { turns.append(.job("\(app)\(number)"), of: app) }
        }
        var begun: [String] = []
        while let turn = turns.next() { begun.append(turn.app) }
        #expect(Set(begun) == ["a", "b", "c", "d"])
        #expect(begun.count == 4)
        turns.giveBack(of: "a")
        turns.end(of: "a")
        #expect(turns.next()?.app == "a", "one thread is free, and only this app has none")
    }

    @Test func whatStandsStillGoesOnThoughNoThreadIsFree() {
        var turns = Turns(width: 1, threadsOfAnApp: 1)
        turns.append(.job("first"), of: "a")
        #expect(name(turns.next()) == "first")
        turns.append(.job("second"), of: "a")
        turns.giveBack(of: "a")
        #expect(turns.next() == nil, "the second has to wait for the first one's thread")
        turns.append(.thread("first"), of: "a")
        #expect(name(turns.next()) == "first")
        turns.giveBack(of: "a")
        turns.end(of: "a")
        #expect(name(turns.next()) == "second")
    }
}
