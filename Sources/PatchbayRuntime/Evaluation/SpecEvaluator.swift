import IML
import PatchbayAuth
import PatchbayBundle
import PatchbayText

/// Evaluates a spec's values in the scope of a call.
///
/// A value the spec does not have evaluates to undefined or `nil`. Errors name the key and the file the value stands in.
struct SpecEvaluator: Sendable {
    /// What templates see.
    var scope: Scope
    /// Answers the calls of the app's own functions; `nil` where the app has none.
    let functions: (any AppFunctionCaller)?
    /// The call whose time and steps evaluations take.
    let execution: Execution
    /// How errors quote the data they are about.
    let quoting: DataQuoting

    /// The value.
    func value(_ spec: SpecValue?) async throws(PlatformError) -> Value {
        guard let spec else { return .undefined }
        if let functions, spec.callsAppFunctions {
            return try await value(spec, asking: functions, knowing: ScriptJournal())
        }
        do throws(EvaluationError) {
            if let value = try attempt(spec, in: scope) { return value }
        } catch {
            throw execution.error(error, in: spec, quoting)
        }
        return try await execution.pooled { () async throws(PlatformError) -> Value in try await value(spec) }
    }

    /// Evaluates, unless that takes longer than the call's slice; it is then to be done in the pool, from the beginning.
    ///
    /// - Returns: The value; `nil` when the slice is used up.
    func attempt(_ spec: SpecValue, in scope: Scope) throws(EvaluationError) -> Value? {
        guard execution.mayEvaluateHere else { return nil }
        let mark = execution.budget.mark
        do {
            return try spec.tree.evaluate(in: scope)
        } catch {
            guard error.isInterruption, !execution.isPooled else { throw error }
            execution.budget.forget(since: mark)
            scope.journal?.rewind()
            return nil
        }
    }

    /// The value as text; `nil` for null and undefined.
    func text(_ spec: SpecValue?) async throws(PlatformError) -> String? {
        let value = try await value(spec)
        return value.isMissing ? nil : value.text
    }

    /// Whether the value is true; `nil` for null, undefined and an empty text.
    ///
    /// The texts `false` and `0` are not true here: flags are often templates that end up as text.
    func flag(_ spec: SpecValue?) async throws(PlatformError) -> Bool? {
        switch try await value(spec) {
        case .undefined, .null: nil
        case .text(let text) where text.isEmpty: nil
        case .text(let text): !text.lowercased().isExactly(oneOf: "false", "0")
        case let value: value.isTruthy
        }
    }

    /// Whether a condition holds; one that is not there does.
    func holds(_ spec: SpecValue?) async throws(PlatformError) -> Bool {
        guard let spec else { return true }
        return try await value(spec).isTruthy
    }

    /// The value as a collection; `nil` for null and undefined.
    ///
    /// - Throws: `InvalidConfigurationError` for anything else.
    func fields(_ spec: SpecValue?) async throws(PlatformError) -> Fields? {
        guard let spec else { return nil }
        switch try await value(spec) {
        case .undefined, .null: return nil
        case .collection(let fields): return fields
        case let other:
            throw PlatformError(
                .invalidConfigurationError,
                "\(spec.key) has to be a collection, not \(other.typeName).",
                path: spec.key,
                place: PlatformError.Place(spec.place)
            )
        }
    }

    /// The value as a number that is not negative; `nil` for null and undefined.
    ///
    /// - Throws: `InvalidConfigurationError` for anything else.
    func positiveNumber(_ spec: SpecValue?) async throws(PlatformError) -> Double? {
        guard let spec else { return nil }
        let value = try await value(spec)
        if value.isMissing { return nil }
        guard let number = Self.number(value), number >= 0 else {
            throw PlatformError(
                .invalidConfigurationError,
                "\(spec.key) has to be a number that is not negative, not '\(quoting.quote(value))'.",
                path: spec.key,
                place: PlatformError.Place(spec.place)
            )
        }
        return number
    }

    /// A limit of bundles; `nil` for none.
    ///
    /// - Throws: `InvalidConfigurationError` when it is not a number of at least one.
    func limit(_ spec: SpecValue?) async throws(PlatformError) -> Int? {
        guard let spec else { return nil }
        let value = try await value(spec)
        if value.isMissing || value == .text("") { return nil }
        guard let number = Self.number(value), number >= 1 else {
            throw PlatformError(
                .invalidConfigurationError,
                "The limit of bundles has to be at least 1, not '\(quoting.quote(value))'.",
                path: spec.key,
                place: PlatformError.Place(spec.place)
            )
        }
        return Int(min(number, 1e15))
    }

    /// The items a container gives: an array's elements; one for anything else but null and undefined.
    func items(of spec: SpecValue) async throws(PlatformError) -> [Value] {
        switch try await value(spec) {
        case .undefined, .null: []
        case .array(let items): items
        case let single: [single]
        }
    }

    /// Evaluates `temp` entries and puts them over what `temp` holds.
    ///
    /// All entries are evaluated before any is assigned. Objects merge deeply; arrays and the rest replace.
    func merged(_ temp: Value, with spec: SpecValue?) async throws(PlatformError) -> Value {
        guard let entries = try await fields(spec) else { return temp }
        var merged = temp.asFields ?? [:]
        execution.budget.count(work: merged.count + entries.count)
        merged.mergeDeeply(entries)
        return .collection(merged)
    }

    /// Puts `temp` entries into the scope.
    mutating func assignTemp(_ spec: SpecValue?) async throws(PlatformError) {
        guard spec != nil else { return }
        scope[.temp] = try await merged(scope[.temp], with: spec)
    }

    /// Takes the answer of an earlier request out of the scope.
    mutating func forgetAnswer() {
        for root in Self.answerRoots { scope[root] = .undefined }
    }

    private static let answerRoots: [Root] = [.body, .headers, .statusCode, .item, .iterate, .output, .pagination]

    private static func number(_ value: Value) -> Double? {
        switch value {
        case .number(let number): number.double
        case .text(let text): Number(text).map(\.double)
        default: nil
        }
    }
}
