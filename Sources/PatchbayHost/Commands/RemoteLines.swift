import PatchbayQueues
import PatchbayTransport
import Synchronization

/// The lines a running host streams, from the transport's thread to whoever prints them.
///
/// The thread waits while too many bytes are under way, and so the host does, and its call.
final class RemoteLines: ByteSource {
    private let relay = Relay<[UInt8]>(mostBytes: 1 << 20)
    private let outcome = Mutex<Result<TransportResponse, TransportError>?>(nil)

    /// Takes bytes; blocks its thread while there is no room for more.
    func take(_ bytes: [UInt8]) {
        relay.sendBlocking(bytes)
    }

    /// Takes the end.
    func end(_ outcome: Result<TransportResponse, TransportError>) {
        self.outcome.withLock { $0 = outcome }
        relay.finish()
    }

    /// Waits until there are lines or the end: the answer when it was no success, `nil` when lines have come.
    func beginning() async throws(TransportError) -> TransportResponse? {
        guard await !relay.hasMore(), let outcome = outcome.withLock(\.self) else { return nil }
        let response = try outcome.get()
        return (200..<300).contains(response.statusCode) ? nil : response
    }

    func next() async -> [UInt8]? { await relay.next()?.bytes }

    /// Why the lines ended too early; `nil` for a good end.
    var breakage: TransportError? {
        guard case .failure(let error) = outcome.withLock(\.self) else { return nil }
        return error
    }

    var trailers: [(name: String, value: String)] { [] }
}
