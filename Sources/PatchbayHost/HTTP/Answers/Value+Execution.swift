import IML
import PatchbayRuntime

extension Value {
    /// What a call did as the API shows it.
    init(execution: ExecutionSummary) {
        self = [
            "id": .text(execution.id),
            "requests": Value(execution.requests),
            "durationMs": Value(execution.durationMilliseconds),
            "notes": .array(execution.notes.map(Value.text)),
            "truncatedBy": execution.truncatedBy.map(Value.text) ?? .undefined,
        ]
    }
}
