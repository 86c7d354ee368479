/// How much of the host its clients may take.
package struct ServerLimits: Sendable, Hashable {
    /// Clients at a time; beyond it the one that has been idle for longest goes.
    package var clients = 4_096
    /// Clients at a time from one address of another machine that is no trusted proxy.
    package var clientsPerAddress = 256
    /// Seconds a connection may be there without a request.
    var idleSeconds: Double = 120
    /// Bytes a body that is read whole may have.
    var requestBytes = 16 << 20
    /// Seconds a body that is read whole may take to arrive.
    package var bodySeconds: Double = 60
    /// Bytes that all bodies which are read whole may hold together.
    package var bodyBytes = 256 << 20
    /// Seconds a client may take nothing of an answer that waits for it.
    package var streamSeconds: Double = 40

    /// The defaults.
    package init() {}

    /// Connections that may be open beyond the clients there may be: those that are being closed.
    var leavingClients: Int { 8 + clients / 8 }

    /// These limits with no more clients than there are descriptors for.
    func within(_ descriptors: Descriptors) -> ServerLimits {
        var limits = self
        limits.clients = min(clients, descriptors.clients)
        return limits
    }
}
