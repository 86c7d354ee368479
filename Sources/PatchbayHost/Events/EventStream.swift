/// A listener's events as the body of an answer; the listening ends when the body is released.
final class EventStream: ByteSource {
    private let listener: EventListener

    /// Streams what a listener hears.
    init(_ listener: EventListener) {
        self.listener = listener
    }

    deinit {
        listener.end()
    }

    func next() async -> [UInt8]? { await listener.next() }

    var trailers: [(name: String, value: String)] { [] }
}
