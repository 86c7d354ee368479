import IML
import PatchbayAuth

/// Takes the outputs of a component and passes them on: at once where nothing can replace them any more, else at the end.
///
/// The last request that ran gives the output. While a later request may still run, or a wrapper waits for all outputs,
/// they are held back, at most as many as the host allows.
struct BundleCollector {
    private let sink: BundleSink
    private let most: Bounds
    private let letsGo: Bool
    private var held: [Value] = []
    private var heldBytes = 0
    private var isStreaming = false
    private var limit: Int?
    private var taken = 0
    private var deliveredBytes = 0

    /// How many bundles may be in memory at a time.
    struct Bounds {
        /// Their number.
        var bundles: Int
        /// How much memory they take together, about.
        var bytes: Int
    }

    /// How many bundles were delivered.
    private(set) var delivered = 0

    /// Starts with nothing.
    ///
    /// - Parameters:
    ///   - most: The most outputs held back, and delivered to a sink that keeps them.
    ///   - letsGo: Whether the sink passes the bundles on, so that any number may be delivered.
    ///   - sink: Takes the bundles.
    init(most: Bounds, letsGo: Bool, sink: @escaping BundleSink) {
        self.most = most
        self.letsGo = letsGo
        self.sink = sink
    }

    /// Begins the outputs of another request; what an earlier one gave is replaced by them.
    ///
    /// - Parameters:
    ///   - streaming: Whether nothing can replace them any more.
    ///   - limit: The most outputs to take.
    mutating func begin(streaming: Bool, limit: Int?) {
        _ = takeHeld()
        taken = 0
        isStreaming = streaming
        self.limit = limit
    }

    /// Whether as many outputs were taken as are wanted.
    var isFull: Bool { limit.map { taken >= $0 } ?? false }

    /// Takes an output; undefined, null and false are no bundle.
    mutating func take(_ output: Value) async throws {
        switch output {
        case .undefined, .null, .bool(false): return
        default: break
        }
        guard !isFull else { return }
        taken += 1
        if isStreaming {
            try await pass(output)
        } else {
            try hold(output)
        }
    }

    private mutating func hold(_ output: Value) throws {
        try check(held.count, adding: output, to: &heldBytes)
        held.append(output)
    }

    /// Makes sure that there is room for one more.
    private func check(_ count: Int, adding output: Value, to bytes: inout Int) throws(PlatformError) {
        guard count < most.bundles else { throw tooMuch("\(most.bundles) bundles") }
        bytes += output.footprint(upTo: most.bytes - bytes)
        guard bytes <= most.bytes else { throw tooMuch("\(most.bytes) bytes of bundles") }
    }

    private func tooMuch(_ most: String) -> PlatformError {
        PlatformError(
            .maxResultsExceededError,
            "The call gives more than \(most); ask for them as a stream, or set a limit."
        )
    }

    /// Takes everything held back out, for a wrapper to work on.
    mutating func takeHeld() -> [Value] {
        defer {
            held = []
            heldBytes = 0
        }
        return held
    }

    /// Passes on what is still held.
    mutating func finish() async throws {
        for output in takeHeld() { try await pass(output) }
    }

    private mutating func pass(_ output: Value) async throws {
        if !letsGo { try check(delivered, adding: output, to: &deliveredBytes) }
        delivered += 1
        try await sink(output)
    }
}
