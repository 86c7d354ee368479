/// Why the host, or a command, cannot start: one line for whoever typed it.
package struct SetupError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong, where it came from and how to mend it.
    package var message: String
    /// Whether a setting's text is wrong, and not what the host found.
    package var isUsage: Bool

    /// Makes an error.
    package init(_ message: String, isUsage: Bool = false) {
        self.message = message
        self.isUsage = isUsage
    }

    /// How a command ends that it stops.
    package var exitCode: CommandExit { isUsage ? .usage : .failure }

    /// The message.
    package var description: String { message }
}
