internal import Foundation

/// The engine's thread as the system sees it.
enum EngineThread {
    /// Keeps a connection that breaks while it is written to from ending the process.
    ///
    /// The signal is sent to the thread that writes, so blocking it there is enough, and the rest of the process keeps
    /// its own way of handling it.
    static func ignoreBrokenPipes() {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
    }
}
