import IML
import PatchbayAuth

/// Takes the outputs of a component and passes them on: at once where nothing can replace them any more, else at the end.
///
/// The last request that ran gives the output. While a later request may still run, or a wrapper waits for all outputs,
/// they are held back, at most as many as the host allows.
struct BundleCollector {
    private let sink: BundleSink
    private let bufferLimit: Int
    private let total: Int?
    private var held: [Value] = []
    private var isStreaming = false
    private var limit: Int?
    private var taken = 0

    /// How many bundles were delivered.
    private(set) var delivered = 0

    /// Starts with nothing.
    ///
    /// - Parameters:
    ///   - bufferLimit: The most outputs held back.
    ///   - total: The most bundles delivered; `nil` where the sink lets them go.
    ///   - sink: Takes the bundles.
    init(bufferLimit: Int, total: Int?, sink: @escaping BundleSink) {
        self.bufferLimit = bufferLimit
        self.total = total
        self.sink = sink
    }

    /// Begins the outputs of another request; what an earlier one gave is replaced by them.
    ///
    /// - Parameters:
    ///   - streaming: Whether nothing can replace them any more.
    ///   - limit: The most outputs to take.
    mutating func begin(streaming: Bool, limit: Int?) {
        held = []
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
        guard held.count < bufferLimit else { throw tooMany(bufferLimit) }
        held.append(output)
    }

    private func tooMany(_ most: Int) -> PlatformError {
        PlatformError(
            .maxResultsExceededError,
            "The call gives more than \(most) bundles; ask for them as a stream, or set a limit."
        )
    }

    /// Takes everything held back out, for a wrapper to work on.
    mutating func takeHeld() -> [Value] {
        defer { held = [] }
        return held
    }

    /// Passes on what is still held.
    mutating func finish() async throws {
        for output in takeHeld() { try await pass(output) }
    }

    private mutating func pass(_ output: Value) async throws {
        if let total, delivered >= total { throw tooMany(total) }
        delivered += 1
        try await sink(output)
    }
}
