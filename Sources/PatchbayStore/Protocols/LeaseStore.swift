/// Lets one holder at a time do something, among all hosts that share the store.
///
/// Every method may throw ``StoreError``.
package protocol LeaseStore: Sendable {
    /// Takes a lease that nobody holds, whose time has run out, or whose holder's process has ended.
    ///
    /// What is read from the store once it was taken is at least as new as what the last holder wrote. Its time is measured
    /// by a clock that never jumps: nobody sets one host's clock and ends another's lease.
    ///
    /// - Parameters:
    ///   - name: What the lease is for.
    ///   - holder: Who takes it; nobody else may have the name.
    ///   - seconds: After how long it ends by itself, should the holder hang.
    /// - Returns: Whether it is the holder's now.
    func takeLease(_ name: String, for holder: String, seconds: Double) async throws -> Bool

    /// Gives a lease back; one that is another's by now stays.
    func giveLease(_ name: String, of holder: String) async throws
}
