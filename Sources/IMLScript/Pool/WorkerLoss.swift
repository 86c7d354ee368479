import IML

/// Why a worker did not answer a request.
enum WorkerLoss: Error, Sendable, Hashable {
    /// It could not be started.
    case notStarted(String)
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
    /// The host is ending.
    case shutDown

    /// The platform's name of the error.
    var errorType: ErrorType {
        switch self {
        case .notStarted, .shutDown, .overloaded: .unexpectedError
        case .died, .outOfTime, .outOfMemory, .tooLarge: .runtimeError
        }
    }

    /// What happened, for a person.
    var description: String {
        switch self {
        case .notStarted(let reason): "custom functions cannot run: \(reason)"
        case .died: "the process that ran it ended unexpectedly."
        case .outOfTime(let seconds): "it ran longer than \(Value(seconds).text) s and was ended."
        case .outOfMemory(let bytes): "it took more than \(bytes >> 20) MiB of memory and was ended."
        case .tooLarge(let bytes): "its arguments or its result have more than \(bytes >> 20) MiB."
        case .overloaded(let calls): "more than \(calls) calls of custom functions wait already."
        case .shutDown: "the host is shutting down."
        }
    }
}
