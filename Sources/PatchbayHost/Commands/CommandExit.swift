/// How a command ends.
package enum CommandExit: Int32, Sendable {
    /// As asked.
    case success = 0
    /// With an error.
    case failure = 1
    /// It was not called as it has to be.
    case usage = 2
    /// A connection has to be authorized first.
    case authorizationNeeded = 3
}

/// Why a command did not do what it was asked.
package struct CommandFailure: Error, Sendable, CustomStringConvertible {
    /// What to tell the user.
    package var message: String
    /// How the command ends.
    package var exitCode: CommandExit
    /// Whether the same may be asked again with another answer of the user.
    package var mayRetry = false

    /// Makes a failure.
    package init(_ message: String, exitCode: CommandExit = .failure) {
        self.message = message
        self.exitCode = exitCode
    }

    /// The message.
    package var description: String { message }
}
