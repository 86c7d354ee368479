/// Waits until a burst of file events is over, so that a bundle is read once and not half-written.
///
/// A burst is over when nothing came for a moment and no file is still being written, and in any case after a while:
/// whoever keeps a file open must not hold back everyone else.
///
/// Time comes in from outside, in seconds on any clock.
struct Settling: Sendable {
    /// Seconds of quiet that end a burst.
    var quiet = 0.008
    /// Seconds after which a burst ends in any case.
    var longest = 0.120

    private var firstEvent: Double?
    private var lastEvent = 0.0
    private var openFiles: Set<String> = []

    /// A file was written to and is not closed yet.
    mutating func beginWriting(_ file: String, at time: Double) {
        openFiles.insert(file)
        note(at: time)
    }

    /// A file was written to and closed.
    mutating func endWriting(_ file: String, at time: Double) {
        openFiles.remove(file)
        note(at: time)
    }

    /// Something else happened.
    mutating func note(at time: Double) {
        firstEvent = firstEvent ?? time
        lastEvent = time
    }

    /// When the burst is over as far as is known; `nil` when there is none.
    var dueTime: Double? {
        guard let firstEvent else { return nil }
        return openFiles.isEmpty ? min(lastEvent + quiet, firstEvent + longest) : firstEvent + longest
    }

    /// Whether the burst is over; if so, the next event begins another.
    mutating func isOver(at time: Double) -> Bool {
        guard let dueTime, time >= dueTime else { return false }
        firstEvent = nil
        openFiles = []
        return true
    }
}
