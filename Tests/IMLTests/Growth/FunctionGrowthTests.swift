import PatchbayTesting
import Testing

@testable import IML

/// Every function there is, given much of everything in every place.
struct FunctionGrowthTests {
    @Test(arguments: FunctionCatalog.Group.allCases)
    func workGrowsNoFasterThanWhatAFunctionIsGiven(_ group: FunctionCatalog.Group) throws {
        let functions = try Builtin.all.filter { $0.group == group }.map { ($0, try Self.calls(of: $0)) }
        for (builtin, calls) in functions {
            #expect(!calls.isEmpty, "an example of \(builtin.name) is no call of it")
        }
        for value in HostileValue.all {
            var made: [Int: Value] = [:]
            for (builtin, calls) in functions {
                // Other ways to call a function are for what cannot be said by other values in its first example.
                for call in GrowthProbe.isLong || value.isOfFew ? calls : Array(calls.prefix(1)) {
                    for places in Self.places(in: call) { check(builtin, call, places, value, &made) }
                }
            }
        }
    }

    private func check(
        _ builtin: Builtin,
        _ call: [Value],
        _ places: [Int],
        _ value: HostileValue,
        _ made: inout [Int: Value]
    ) {
        let growth = GrowthProbe.standard.excess(
            "\(builtin.name) with \(value.name) as argument \(places.map { String($0 + 1) }.joined(separator: ", "))",
            input: { bytes in
                // What a function gives is bounded: with a bound that follows the input, so is the work it takes.
                let limits = EvaluationLimits(outputBytes: 16 * bytes, steps: .max / 2, depth: 512)
                let size = bytes / places.count
                let big = made[size] ?? value(bytes: size)
                made[size] = big
                var arguments = call
                for place in places { arguments[place] = big }
                return (arguments, Scope(limits: limits))
            },
            { arguments, scope in _ = try FunctionCatalog.call(builtin.name, arguments, in: scope) }
        )
        #expect(growth == nil)
    }

    /// The arguments of each example in which a function is called with values that need no call, or with what calls give.
    private static func calls(of builtin: Builtin) throws -> [[Value]] {
        var calls: [[Value]] = []
        for example in builtin.examples {
            let parsed = try TemplateParser.parseBare(example.expression)
            guard case .expression(let expression?)? = parsed.pieces.first else { continue }
            if let arguments = arguments(of: builtin.name, in: expression) { calls.append(try arguments.map(value)) }
        }
        let most = min(builtin.arguments.upperBound, 4)
        return calls.map { $0 + [Value](repeating: .undefined, count: max(0, most - $0.count)) }
    }

    private static func arguments(of name: String, in expression: Expression) -> [Expression]? {
        guard case .call(let called, let arguments) = expression.kind else { return nil }
        if called == name { return arguments }
        return arguments.lazy.compactMap { self.arguments(of: name, in: $0) }.first
    }

    private static func value(of expression: Expression) throws -> Value {
        var compiler = ExpressionCompiler(source: "", functions: .builtins)
        let node = try compiler.compile(expression)
        let scope = Scope()
        return try Evaluation.run(in: scope) { run throws(EvaluationError) in try node.evaluate(&run, in: scope) }
    }

    /// Each place alone, and all of them.
    private static func places(in call: [Value]) -> [[Int]] {
        call.indices.map { [$0] } + (call.count > 1 ? [Array(call.indices)] : [])
    }
}
