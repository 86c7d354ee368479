import IML

/// Why a worker did not answer a request.
enum WorkerLoss: Error, Sendable, Hashable {
    /// It could not be started.
    case notStarted(String)
    /// The machine has no sandbox for it, and it may not do without.
    case notSandboxed
    /// It ended while it ran the function.
    case died
    /// It ran longer than it may and was killed.
    case outOfTime(seconds: Double)
    /// It took more memory than it may and was killed.
    case outOfMemory(bytes: Int)
    /// The arguments or the result are larger than a message may be.
    case tooLarge(Int)
    /// Too many calls wait already.
    case overloaded(Int)
    /// The others' calls took so long that its turn did not come.
    case outOfWait(seconds: Double)
    /// Whoever called no longer wants it.
    case cancelled
    /// The host is ending.
    case shutDown

    /// The platform's name of the error.
    var errorType: ErrorType {
        switch self {
        case .notStarted, .notSandboxed, .shutDown, .overloaded: .unexpectedError
        case .outOfWait, .cancelled: .moduleTimeoutError
        case .died, .outOfTime, .outOfMemory, .tooLarge: .runtimeError
        }
    }

    /// What happened, for a person.
    var description: String {
        switch self {
        case .notStarted(let reason): "custom functions cannot run: \(reason)"
        case .notSandboxed:
            "custom functions do not run: this machine has no sandbox for them. --allow-unsandboxed-functions "
                + "(PATCHBAY_ALLOW_UNSANDBOXED_FUNCTIONS) runs them without one."
        case .died: "the process that ran it ended unexpectedly."
        case .outOfTime(let seconds): "it ran longer than \(Value(seconds).text) s and was ended."
        case .outOfMemory(let bytes): "it took more than \(bytes >> 20) MiB of memory and was ended."
        case .tooLarge(let bytes): "its arguments or its result have more than \(bytes >> 20) MiB."
        case .overloaded(let calls): "more than \(calls) calls of custom functions wait already."
        case .outOfWait(let seconds): "it waited for \(Value(seconds).text) s, and no worker was free to run it."
        case .cancelled: "the call was cancelled before a worker was free to run it."
        case .shutDown: "the host is shutting down."
        }
    }
}
