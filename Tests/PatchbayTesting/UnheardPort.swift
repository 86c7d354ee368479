import Foundation

/// A port that is taken, so that nobody gets it, and where nothing listens.
package final class UnheardPort: Sendable {
    /// The port.
    package let port: Int

    private let descriptor: Int32

    /// Takes a port.
    package init() throws {
        (descriptor, port) = try bindToFreePort()
    }

    deinit {
        close(descriptor)
    }
}
