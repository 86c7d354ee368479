import Synchronization

@testable import PatchbayHost

/// Bytes a test gives piece by piece.
final class Pieces: ByteSource {
    private struct State {
        var waiting: [[UInt8]]
        var taken = 0
        var isEnded: Bool
        var trailers: [(name: String, value: String)] = []
        var reader: CheckedContinuation<[UInt8]?, Never>?

        mutating func next() -> [UInt8]?? {
            guard waiting.isEmpty else {
                taken += 1
                return .some(waiting.removeFirst())
            }
            return isEnded ? .some(nil) : nil
        }
    }

    private let state: Mutex<State>
    private let endless: [UInt8]?

    /// Gives some pieces and the end.
    init(_ pieces: [[UInt8]]) {
        state = Mutex(State(waiting: pieces, isEnded: true))
        endless = nil
    }

    private init(_ state: sending State, endless: [UInt8]?) {
        self.state = Mutex(state)
        self.endless = endless
    }

    /// Gives what is added, until it is ended.
    static func waiting() -> Pieces { Pieces(State(waiting: [], isEnded: false), endless: nil) }

    /// Gives the same piece again and again.
    static func endless(_ piece: [UInt8]) -> Pieces { Pieces(State(waiting: [], isEnded: false), endless: piece) }

    /// How many were taken.
    var taken: Int { state.withLock(\.taken) }

    /// Adds one.
    func add(_ text: String) { change { $0.waiting.append(Array(text.utf8)) } }

    /// Ends them.
    func end(_ trailers: [(name: String, value: String)] = []) {
        change { state in
            state.isEnded = true
            state.trailers = trailers
        }
    }

    private func change(_ change: (inout State) -> Void) {
        let (reader, next) = state.withLock { state -> (CheckedContinuation<[UInt8]?, Never>?, [UInt8]?) in
            change(&state)
            guard state.reader != nil, let next = state.next() else { return (nil, nil) }
            return (state.reader.take(), next)
        }
        reader?.resume(returning: next)
    }

    func next() async -> [UInt8]? {
        if let endless {
            state.withLock { $0.taken += 1 }
            return endless
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let next = state.withLock { state -> [UInt8]?? in
                    let next = state.next()
                    if next == nil { state.reader = continuation }
                    return next
                }
                if let next { continuation.resume(returning: next) }
            }
        } onCancel: {
            end()
        }
    }

    var trailers: [(name: String, value: String)] { state.withLock(\.trailers) }
}
