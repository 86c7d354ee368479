import Testing

@testable import PatchbayHost

/// What bodies may hold together.
struct BodyBudgetTests {
    @Test func everyBodyHasAShareAndLargeOnesTheRest() throws {
        let budget = BodyBudget(bytes: 1_000, clients: 5)
        #expect(budget.ownShare == 100)
        var large = BodyBudget.Holding()
        try budget.take(60, for: &large)
        try budget.take(540, for: &large)
        // All that is not shared out is taken, and whoever wants no more than a share still gets it.
        var others = [BodyBudget.Holding](repeating: .init(), count: 4)
        for index in others.indices { try budget.take(100, for: &others[index]) }
        #expect(throws: Problem.self) { try budget.take(1, for: &others[0]) }
        #expect(throws: Problem.self) { try budget.take(1, for: &large) }
        budget.release(large)
        try budget.take(500, for: &others[0])
        #expect(throws: Problem.self) { try budget.take(1, for: &others[1]) }
        for holding in others { budget.release(holding) }
        var all = BodyBudget.Holding()
        try budget.take(600, for: &all)
    }
}
