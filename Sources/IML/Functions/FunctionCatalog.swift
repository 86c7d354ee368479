import PatchbayText

/// The functions of the language, for documentation and for calls from outside of a template.
public enum FunctionCatalog {
    /// A chapter of functions.
    public enum Group: String, Sendable, Hashable, CaseIterable {
        case general = "General"
        case text = "Text"
        case binary = "Binary and hashes"
        case math = "Math"
        case dates = "Dates"
        case arrays = "Arrays and collections"
        case runtime = "Runtime"
    }

    /// An expression and what it gives.
    public struct Example: Sendable, Hashable {
        /// The expression, without braces.
        public let expression: String
        /// Its value as JSON; `undefined` for that.
        public let result: String
    }

    /// What is known of a function.
    public struct Entry: Sendable, Hashable {
        /// The name.
        public let name: String
        /// The chapter.
        public let group: Group
        /// The name with its arguments, optional ones in brackets.
        public let signature: String
        /// What it gives.
        public let summary: String
        /// How it is used.
        public let examples: [Example]
    }

    /// Every function, chapter by chapter.
    public static let entries: [Entry] = Builtin.all.map {
        Entry(name: $0.name, group: $0.group, signature: $0.signature, summary: $0.summary, examples: $0.examples)
    }

    /// Calls a function with arguments that are evaluated already, as scripts do.
    ///
    /// As in JavaScript, arguments that are missing are undefined and those beyond the last are not looked at.
    ///
    /// - Parameters:
    ///   - name: The function's name.
    ///   - arguments: What it is given.
    ///   - scope: Where the time zone, the time, chance and the limits come from.
    /// - Throws: What the function throws; `RuntimeError` when there is no such function.
    public static func call(
        _ name: String,
        _ arguments: [Value],
        in scope: Scope
    ) throws(EvaluationError) -> Value {
        guard let builtin = Builtin.named[ExactText(name)] else {
            throw EvaluationError(.runtimeError, "There is no function \(name).", function: name)
        }
        let taken = arguments.prefix(builtin.arguments.upperBound)
        let count = max(taken.count, builtin.arguments.lowerBound)
        return try Evaluation.run(in: scope) { run throws(EvaluationError) in
            var call = FunctionCall(of: builtin, Arguments(taken, count: count), in: scope.context, run)
            do throws(EvaluationError) {
                let value = try builtin.code.body(&call)
                run = call.end()
                return value
            } catch {
                run = call.end()
                throw error
            }
        }
    }
}
