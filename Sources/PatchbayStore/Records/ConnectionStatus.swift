/// Where a connection stands in its life.
package enum ConnectionStatus: String, Sendable, Hashable, CaseIterable {
    /// Created, and its user has not authorized it yet.
    case pending
    /// Authorized.
    case valid
    /// Its authorization has ended.
    case expired
    /// Its service no longer takes it.
    case broken
    /// Its row was altered or damaged; the store gives it with nothing in it, and keeps none as such.
    case damaged
}
