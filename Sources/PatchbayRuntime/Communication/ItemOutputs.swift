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

    /// Evaluates item by item.
    ///
    /// - Parameters:
    ///   - evaluator: Its scope gets each item as `item`; the last one stays there for the pagination.
    ///   - take: Takes an output; returns whether it wants more.
    func evaluate(
        with evaluator: inout SpecEvaluator,
        take: (Value) async throws -> Bool
    ) async throws {
        for item in items {
            evaluator.scope[.item] = item
            guard try await evaluator.holds(condition) else { continue }
            let output = output == nil ? item : try await evaluator.value(output)
            guard try await take(output) else { return }
        }
    }
}
