import Dispatch
import PatchbayTesting
import PatchbayTransport
import Synchronization

/// A transport that may reach this machine.
func makeTransport(_ change: (inout TransportConfiguration) -> Void = { _ in }) throws -> CurlTransport {
    var configuration = TransportConfiguration()
    configuration.addressGuard = AddressGuard(allowPrivate: true)
    change(&configuration)
    return try CurlTransport(configuration)
}

/// The error a request ends with; `nil` when there is an answer.
func failure(_ transport: CurlTransport, _ request: TransportRequest) async -> TransportError? {
    do throws(TransportError) {
        _ = try await transport.send(request)
        return nil
    } catch {
        return error
    }
}

extension TransportResponse {
    /// The body as text.
    var text: String { String(decoding: body, as: UTF8.self) }
}

/// A count several threads raise.
final class Counter: Sendable {
    private let count = Mutex(0)

    /// Raises the count.
    ///
    /// - Returns: The new count.
    @discardableResult
    func raise() -> Int {
        count.withLock {
            $0 += 1
            return $0
        }
    }

    var value: Int { count.withLock { $0 } }
}

/// A signal that tasks wait for and any thread gives, once.
final class Signal: Sendable {
    private struct State {
        var isGiven = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    /// Lets everyone go on who waits or comes to wait.
    func give() {
        let waiting = state.withLock { state in
            state.isGiven = true
            defer { state.waiting = [] }
            return state.waiting
        }
        waiting.forEach { $0.resume() }
    }

    /// Waits for the signal.
    func wait() async {
        await withCheckedContinuation { continuation in
            let isGiven = state.withLock { state in
                if !state.isGiven { state.waiting.append(continuation) }
                return state.isGiven
            }
            if isGiven { continuation.resume() }
        }
    }
}

extension LoopbackConnection {
    /// Holds this connection's thread until a signal is given.
    func waitFor(_ signal: Signal) {
        let semaphore = DispatchSemaphore(value: 0)
        Task {
            await signal.wait()
            semaphore.signal()
        }
        semaphore.wait()
    }
}
