/// A call that began and did not succeed.
package struct FailedCall: Error, CustomStringConvertible {
    /// Why: a ``CallFailure``, or the store's error.
    package var cause: any Error
    /// The call's id in the log of calls; `nil` where none is kept of it.
    package var execution: String?
    /// Whether it ran with a connection.
    package var usedConnection: Bool

    /// Says why.
    package var description: String { "\(cause)" }
}
