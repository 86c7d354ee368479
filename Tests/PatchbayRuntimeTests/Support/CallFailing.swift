import PatchbayRuntime

/// How a step failed; `nil` when it did not.
func callFailure(_ step: () async throws -> Void) async -> CallFailure? {
    do {
        try await step()
        return nil
    } catch {
        return error as? CallFailure
    }
}
