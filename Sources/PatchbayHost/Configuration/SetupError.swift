/// Why the host, or a command, cannot start: one line for whoever typed it.
package struct SetupError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong, where it came from and how to mend it.
    package var message: String

    /// Makes an error.
    package init(_ message: String) {
        self.message = message
    }

    /// The message.
    package var description: String { message }
}
