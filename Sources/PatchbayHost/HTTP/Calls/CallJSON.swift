import IML
import PatchbayRuntime

/// How the API writes what a call gives and what it did.
enum CallJSON {
    /// What a call did.
    static let execution = Representation<ExecutionSummary>(
        "Execution",
        [
            .text("id") { $0.id },
            .integer("requests") { $0.requests },
            .number("durationMs") { $0.durationMilliseconds },
            notes(\.notes),
            .text("truncatedBy", ifAny: { $0.truncatedBy }),
        ]
    )

    /// What a person should know of what went well.
    static func notes<Subject>(_ texts: @escaping @Sendable (Subject) -> [String]) -> Representation<Subject>.Member {
        let schema = JSONSchema.list(of: .string).described("What a person should know of it although it went well")
        return .always("notes", schema) { .array(texts($0).map(Value.text)) }
    }

    /// What a module gave.
    static let bundles = Representation<(bundles: [Value], execution: ExecutionSummary)>(
        "Bundles",
        [
            .always("bundles", .list(of: .anything)) { .array($0.bundles) },
            .part("execution", execution) { $0.execution },
        ]
    )

    /// What an RPC gave.
    static let result = Representation<(result: [Value], execution: ExecutionSummary)>(
        "Result",
        [
            .always("result", .list(of: .anything)) { .array($0.result) },
            .part("execution", execution) { $0.execution },
        ]
    )
}
