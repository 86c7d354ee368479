import IML
import PatchbayAuth
import PatchbayBundle

/// The outputs of an answer's items.
struct ItemOutputs {
    /// The items.
    let items: [Value]
    /// Which of them count; all when there is none.
    let condition: SpecValue?
    /// What one bundle is; the item itself when the spec does not say.
    let output: SpecValue?

    /// Work for an item beside its expressions, in steps.
    private static let itemWork = 250

    /// Evaluates item by item: up to a slice where the call runs, the rest in the pool for long evaluations.
    ///
    /// - Parameters:
    ///   - evaluator: Its scope gets each item as `item`; the last one stays there for the pagination.
    ///   - take: Takes an output; returns whether it wants more.
    func evaluate(
        with evaluator: inout SpecEvaluator,
        take: (Value) async throws -> Bool
    ) async throws {
        let execution = evaluator.execution
        var rest = items[...]
        try await evaluate(&rest, with: &evaluator, take: take)
        guard !rest.isEmpty else { return }
        try await execution.pooled {
            while !rest.isEmpty {
                try execution.passOn()
                try await evaluate(&rest, with: &evaluator, take: take)
            }
        }
    }

    /// Evaluates items until the slice is used up, and leaves the rest; none when no more are wanted.
    private func evaluate(
        _ rest: inout ArraySlice<Value>,
        with evaluator: inout SpecEvaluator,
        take: (Value) async throws -> Bool
    ) async throws {
        let budget = evaluator.execution.budget
        while let item = rest.first, !budget.isSliceUsedUp {
            rest = rest.dropFirst()
            budget.count(work: Self.itemWork)
            evaluator.scope[.item] = item
            guard try await evaluator.holds(condition) else { continue }
            let output = output == nil ? item : try await evaluator.value(output)
            if try await !take(output) { rest = [] }
        }
    }
}
