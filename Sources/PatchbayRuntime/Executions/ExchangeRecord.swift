import PatchbayAuth
import PatchbayTransport

/// A request that was sent and what came of it, as it is kept in memory: bytes as they were, bodies cut off.
///
/// Nothing is masked here, so that a call pays nothing for what nobody looks at; ``ShownExchange`` is the only way out.
struct ExchangeRecord: Sendable {
    /// What came of a request.
    enum Outcome: Sendable {
        /// The service answered.
        case answer(statusCode: Int, reason: String, headers: HeaderFields, body: KeptBody)
        /// It did not.
        case failure(PlatformError)
    }

    /// When it was sent, in seconds since 1970.
    let startedAt: Double
    /// How long it took.
    let milliseconds: Double
    let method: String
    /// The absolute address with its query.
    let url: String
    let headers: HeaderFields
    /// The request's body; `nil` for none.
    let body: KeptBody?
    /// The spec's `log.sanitize` paths.
    let sanitize: [String]
    let outcome: Outcome
    /// What a person should know of it although it went well.
    let notes: Notes

    /// Keeps an answered request.
    init(
        _ sent: TransportRequest,
        _ request: OutgoingRequest,
        _ response: TransportResponse,
        _ startedAt: Double,
        bodyLimit: Int
    ) {
        self.init(
            sent,
            request,
            startedAt,
            milliseconds: response.timings.total / .milliseconds(1),
            bodyLimit: bodyLimit,
            .answer(
                statusCode: response.statusCode,
                reason: response.reason,
                headers: response.headers,
                body: KeptBody(response.body, upTo: bodyLimit)
            ),
            Notes(response.notes)
        )
    }

    /// Keeps a request that was not answered.
    init(
        _ sent: TransportRequest,
        _ request: OutgoingRequest,
        _ failure: PlatformError,
        _ startedAt: Double,
        seconds: Double,
        bodyLimit: Int
    ) {
        let milliseconds = (seconds * 1_000_000).rounded() / 1_000
        self.init(sent, request, startedAt, milliseconds: milliseconds, bodyLimit: bodyLimit, .failure(failure))
    }

    private init(
        _ sent: TransportRequest,
        _ request: OutgoingRequest,
        _ startedAt: Double,
        milliseconds: Double,
        bodyLimit: Int,
        _ outcome: Outcome,
        _ notes: Notes = Notes()
    ) {
        self.startedAt = startedAt
        self.milliseconds = milliseconds
        method = sent.method
        url = sent.url
        headers = sent.headers
        body = sent.body.map { KeptBody($0, upTo: bodyLimit) }
        sanitize = request.sanitize
        self.outcome = outcome
        self.notes = notes
    }

    /// About how much memory it holds.
    var cost: Int {
        var cost = 512 + method.utf8.count + url.utf8.count + headers.cost + (body?.bytes.count ?? 0)
        switch outcome {
        case .answer(_, let reason, let headers, let body):
            cost += reason.utf8.count + headers.cost + body.bytes.count
        case .failure(let error): cost += error.cost
        }
        return sanitize.reduce(cost + notes.cost) { $0 + 16 + $1.utf8.count }
    }
}

extension HeaderFields {
    /// About how much memory the lines hold: their texts, and two texts' own size for each.
    fileprivate var cost: Int { reduce(0) { $0 + 32 + $1.name.utf8.count + $1.value.utf8.count } }
}

/// A body as it is kept: whole, or its beginning.
struct KeptBody: Sendable {
    /// The bytes that are kept.
    let bytes: [UInt8]
    /// How many there were.
    let count: Int

    /// Keeps a body, up to a limit.
    init(_ body: [UInt8], upTo limit: Int) {
        count = body.count
        bytes = body.count <= limit ? body : Array(body[..<limit])
    }

    /// Whether something is missing at the end.
    var isCut: Bool { bytes.count < count }
}

/// The exchanges of a call under way: all of a usual one, the first and the last of a long one.
struct ExchangeList: Sendable {
    private(set) var kept: [ExchangeRecord] = []
    /// How many between the first and the last were let go.
    private(set) var omitted = 0

    /// Adds one.
    ///
    /// - Parameter most: How many are kept; half of them from the beginning, half from the end.
    mutating func append(_ exchange: ExchangeRecord, most: Int) {
        if kept.count >= most, most > 0 {
            kept.remove(at: most / 2)
            omitted += 1
        }
        kept.append(exchange)
    }
}
