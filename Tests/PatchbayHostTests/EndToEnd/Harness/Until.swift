import PatchbayTesting

/// Asks again until something holds, for a minute at most.
///
/// - Parameters:
///   - what: What is waited for, for the error.
///   - holds: Asks.
func until(_ what: String, _ holds: () async throws -> Bool) async throws {
    let end = ContinuousClock.now + .seconds(60)
    while try await !holds() {
        guard ContinuousClock.now < end else { throw HarnessError("In a minute it never came that \(what).") }
    }
}
