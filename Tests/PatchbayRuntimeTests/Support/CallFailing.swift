import PatchbayAuth
import PatchbayRuntime

/// How a step failed, be it a call or something before one; `nil` when it did not.
func callFailure(_ step: () async throws -> Void) async -> CallFailure? {
    do {
        try await step()
        return nil
    } catch {
        return CallFailure(behind: error)
    }
}

extension CallFailure {
    /// The failure an error stands for; `nil` for an error that is none.
    init?(behind error: any Error) {
        guard let failure = ((error as? FailedCall)?.cause ?? error) as? CallFailure else { return nil }
        self = failure
    }

    /// The module's error; `nil` for another failure.
    var error: PlatformError? {
        if case .failed(let error) = self { error } else { nil }
    }
}
