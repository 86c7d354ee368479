import Dispatch
import Synchronization

/// Hands elements from whoever makes them to the one who takes them, and keeps no more than there is room for.
///
/// What gathers while nobody takes leaves together, so that many small elements cost one step. Who makes them chooses what
/// happens when there is no room: a task waits (``send(_:)``), a thread waits (``sendBlocking(_:)``), or the oldest make
/// room and the taker is told how many (``offer(_:)``).
///
/// A channel of swift-async-algorithms has neither the joining nor the count of what was lost, and its makers are tasks.
package final class Relay<Element: Sendable>: Sendable {
    /// What leaves together.
    package struct Batch: Sendable {
        /// The elements, in the order they came; at least one.
        package var elements: [Element]
        /// How many before them were lost since there was no room.
        package var lost = 0
    }

    /// Whoever waits for room.
    private enum Waiting {
        case task(CheckedContinuation<Void, Never>)
        case thread(DispatchSemaphore)

        func goOn() {
            switch self {
            case .task(let continuation): continuation.resume()
            case .thread(let semaphore): semaphore.signal()
            }
        }
    }

    private struct State {
        var elements: [Element] = []
        /// How many of them, from the start, were lost.
        var gone = 0
        var cost = 0
        var lost = 0
        /// Whether nothing follows what has gathered.
        var isFinished = false
        /// Whether nobody takes anything any more.
        var isClosed = false
        var taker: CheckedContinuation<Void, Never>?
        var makers: [Waiting] = []

        var count: Int { elements.count - gone }
    }

    private let state = Mutex(State())
    private let mostElements: Int
    private let mostCost: Int
    private let cost: @Sendable (Element) -> Int

    /// Makes a relay.
    ///
    /// - Parameters:
    ///   - mostElements: How many elements may gather.
    ///   - mostCost: How much they may cost together.
    ///   - cost: What an element costs.
    package init(
        mostElements: Int = .max,
        mostCost: Int = .max,
        cost: @escaping @Sendable (Element) -> Int = { _ in 1 }
    ) {
        self.mostElements = max(mostElements, 1)
        self.mostCost = mostCost
        self.cost = cost
    }
}

// MARK: - Making

extension Relay {
    /// Passes an element on and waits until there is room for another.
    ///
    /// - Throws: `CancellationError` when nobody takes elements any more, or the task was cancelled while it waited, which
    ///   closes the relay.
    package func send(_ element: Element) async throws(CancellationError) {
        guard let isRoom = gather(element) else { throw CancellationError() }
        if isRoom { return }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                if !wait(.task(continuation)) { continuation.resume() }
            }
        } onCancel: {
            close()
        }
        if state.withLock(\.isClosed) { throw CancellationError() }
    }

    /// Passes an element on and blocks the thread until there is room for another.
    ///
    /// - Returns: Whether anybody takes elements.
    @discardableResult
    package func sendBlocking(_ element: Element) -> Bool {
        guard let isRoom = gather(element) else { return false }
        if isRoom { return true }
        let semaphore = DispatchSemaphore(value: 0)
        if wait(.thread(semaphore)) { semaphore.wait() }
        return state.withLock { !$0.isClosed }
    }

    /// Passes an element on without waiting: where there is no room, the oldest are lost; one that alone is larger than
    /// all the room is lost itself, unless the taker waits for it.
    package func offer(_ element: Element) {
        let size = cost(element)
        let taker = state.withLock { state -> CheckedContinuation<Void, Never>? in
            if state.isFinished || state.isClosed { return nil }
            if state.taker == nil {
                guard size <= mostCost else {
                    state.lost += 1
                    return nil
                }
                while state.count > 0, state.count >= mostElements || state.cost + size > mostCost { drop(&state) }
            }
            state.elements.append(element)
            state.cost += size
            return state.taker.take()
        }
        taker?.resume()
    }

    /// Passes an element on if the taker waits for one.
    ///
    /// - Returns: Whether it does.
    @discardableResult
    package func offerIfAwaited(_ element: Element) -> Bool {
        let size = cost(element)
        let taker = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard let taker = state.taker.take() else { return nil }
            state.elements.append(element)
            state.cost += size
            return taker
        }
        taker?.resume()
        return taker != nil
    }

    /// Ends the elements; what has gathered still arrives.
    package func finish() {
        state.withLock { state in
            state.isFinished = true
            return state.taker.take()
        }?.resume()
    }

    /// Adds an element whatever room there is.
    ///
    /// - Returns: Whether there is room for another; `nil` when nobody takes elements.
    private func gather(_ element: Element) -> Bool? {
        let size = cost(element)
        let (taker, isRoom) = state.withLock { state -> (CheckedContinuation<Void, Never>?, Bool?) in
            if state.isFinished || state.isClosed { return (nil, nil) }
            state.elements.append(element)
            state.cost += size
            let taker = state.taker.take()
            return (taker, taker != nil || hasRoom(state.count, state.cost))
        }
        taker?.resume()
        return isRoom
    }

    /// Makes somebody wait unless there is room.
    ///
    /// - Returns: Whether it waits.
    private func wait(_ waiting: Waiting) -> Bool {
        state.withLock { state in
            if state.isClosed || hasRoom(state.count, state.cost) { return false }
            state.makers.append(waiting)
            return true
        }
    }

    private func hasRoom(_ count: Int, _ cost: Int) -> Bool { count < mostElements && cost < mostCost }

    /// Loses the oldest; the places of those that are lost are given back now and then.
    private func drop(_ state: inout State) {
        state.cost -= cost(state.elements[state.gone])
        state.gone += 1
        state.lost += 1
        if state.gone > 64, state.gone > state.elements.count / 2 {
            state.elements.removeFirst(state.gone)
            state.gone = 0
        }
    }
}

// MARK: - Taking

extension Relay {
    /// All that has gathered, waiting for the first element; `nil` at the end.
    ///
    /// There is one taker; one that is cancelled closes the relay.
    package func next() async -> Batch? {
        _ = await hasMore()
        let (batch, makers) = state.withLock { state -> (Batch?, [Waiting]) in
            guard state.count > 0 else { return (nil, []) }
            let elements = state.gone == 0 ? state.elements : Array(state.elements[state.gone...])
            let batch = Batch(elements: elements, lost: state.lost)
            (state.elements, state.gone, state.cost, state.lost) = ([], 0, 0, 0)
            defer { state.makers = [] }
            return (batch, state.makers)
        }
        for maker in makers { maker.goOn() }
        return batch
    }

    /// Waits for the first element or the end, and takes nothing.
    ///
    /// - Returns: Whether there is an element.
    package func hasMore() async -> Bool {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isSettled = state.withLock { state in
                    if state.count > 0 || state.isFinished || state.isClosed { return true }
                    state.taker = continuation
                    return false
                }
                if isSettled { continuation.resume() }
            }
        } onCancel: {
            close()
        }
        return state.withLock { $0.count > 0 }
    }

    /// Stops both sides at once; what has gathered is dropped.
    package func close() {
        let (taker, makers) = state.withLock { state in
            state.isClosed = true
            (state.elements, state.gone, state.cost) = ([], 0, 0)
            defer { state.makers = [] }
            return (state.taker.take(), state.makers)
        }
        taker?.resume()
        for maker in makers { maker.goOn() }
    }
}

// MARK: - Bytes

extension Relay where Element == [UInt8] {
    /// Makes a relay of bytes.
    ///
    /// - Parameters:
    ///   - mostElements: How many pieces may gather.
    ///   - mostBytes: How many bytes they may have together.
    package convenience init(mostElements: Int = .max, mostBytes: Int) {
        self.init(mostElements: mostElements, mostCost: mostBytes, cost: \.count)
    }
}

extension Relay.Batch where Element == [UInt8] {
    /// The pieces as one.
    package var bytes: [UInt8] { elements.count == 1 ? elements[0] : Array(elements.joined()) }
}
