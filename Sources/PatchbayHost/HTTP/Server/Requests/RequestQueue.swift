import NIOCore
import NIOHTTP1

/// What a client sent on one connection and what is to be done with it: one request after the other, each to its end.
///
/// This is the order of things alone, without a socket: events go in, and ``next()`` says what to do until there is
/// nothing to do for now. A request that has come whole is begun with its body; one whose body takes longer is begun
/// without, and fed. What comes before its turn waits; ``wantsMore`` says when the client is to be kept from sending more.
struct RequestQueue {
    /// What comes from the parser.
    enum Part {
        case head(HTTPRequestHead)
        case body(ByteBuffer)
        case end
        /// The client sent what is no request; nothing can be read after it.
        case malformed(any Error)
    }

    /// What is to be done.
    enum Step {
        /// A request is to be answered; more of its body arrives unless it is whole.
        case begin(HTTPRequestHead, body: [UInt8], isWhole: Bool)
        /// More of the body of the request that is being answered.
        case feed(ByteBuffer)
        /// That body has ended.
        case finishBody
        /// That body will not end.
        case failBody(any Error)
        /// What came is no request.
        case refuse
        /// Nothing more is to be answered.
        case close
    }

    private enum Phase {
        case idle
        /// A request has begun to come, and has not been begun to be answered.
        case collecting(HTTPRequestHead, [UInt8])
        /// A request is being answered.
        case answering(isReceiving: Bool)
        /// A request was answered before its body had ended.
        case discarding
        /// Nothing more is taken.
        case ended
    }

    private var phase = Phase.idle
    private var waiting = CircularBuffer<Part>(initialCapacity: 4)
    /// Whether what is there is all that was there to read.
    private var hasReadAll = false
    /// Whether the client sends nothing any more.
    private(set) var isInputClosed = false
    /// Whether the connection ends with the answer that is under way.
    private(set) var isEnding = false

    /// Bytes of a body that are waited for before its request is begun.
    static let collectedBytes = 32 << 10

    /// Whether anything may be read: nothing waits that has to wait for an answer.
    var wantsMore: Bool {
        switch phase {
        case .answering(isReceiving: false): waiting.isEmpty
        default: true
        }
    }

    /// Whether a request is being answered.
    var isAnswering: Bool {
        if case .answering = phase { true } else { false }
    }

    /// Whether more of the body of the request that is being answered is to come.
    var isReceiving: Bool {
        if case .answering(isReceiving: true) = phase { true } else { false }
    }

    /// Takes what came.
    mutating func take(_ part: Part) {
        if case .ended = phase { return }
        hasReadAll = false
        waiting.append(part)
    }

    /// Takes note that there is nothing more to read for now.
    mutating func readAll() {
        hasReadAll = true
    }

    /// Takes note that the client sends nothing any more.
    mutating func closeInput() {
        hasReadAll = true
        isInputClosed = true
    }

    /// Ends the connection after the answer that is under way, or at once.
    mutating func end() {
        isEnding = true
    }

    /// Takes note that a request has been answered.
    ///
    /// - Parameter keepsConnection: Whether another may follow on the connection.
    mutating func answered(keepsConnection: Bool) {
        guard case .answering(let isReceiving) = phase else { return }
        if !keepsConnection { isEnding = true }
        phase = isReceiving && !isEnding ? .discarding : .idle
    }

    /// What is to be done next; `nil` for nothing until something happens.
    mutating func next() -> Step? {
        while true {
            switch phase {
            case .idle:
                guard !isEnding else { return ended(.close) }
                switch waiting.popFirst() {
                case .head(let head): phase = .collecting(head, [])
                case .malformed: return ended(.refuse)
                case .body, .end: continue
                case nil: return isInputClosed ? ended(.close) : nil
                }
            case .collecting(let head, var body):
                // Not held twice, so that it grows in place.
                phase = .idle
                switch waiting.popFirst() {
                case .body(let bytes):
                    body.append(contentsOf: bytes.readableBytesView)
                    if body.count > Self.collectedBytes { return begin(head, body, isWhole: false) }
                    phase = .collecting(head, body)
                case .end: return begin(head, body, isWhole: true)
                case .malformed(let error):
                    waiting.prepend(.malformed(error))
                    return begin(head, body, isWhole: false)
                case .head, nil:
                    if hasReadAll { return begin(head, body, isWhole: false) }
                    phase = .collecting(head, body)
                    return nil
                }
            case .answering(isReceiving: true):
                switch waiting.popFirst() {
                case .body(let bytes): return .feed(bytes)
                case .end:
                    phase = .answering(isReceiving: false)
                    return .finishBody
                case .malformed(let error):
                    phase = .answering(isReceiving: false)
                    isEnding = true
                    return .failBody(error)
                case .head: continue
                case nil: return nil
                }
            case .discarding:
                switch waiting.popFirst() {
                case .end: phase = .idle
                case .malformed: return ended(.close)
                case .body, .head: continue
                case nil: return isInputClosed ? ended(.close) : nil
                }
            case .answering(isReceiving: false), .ended: return nil
            }
        }
    }

    private mutating func begin(_ head: HTTPRequestHead, _ body: [UInt8], isWhole: Bool) -> Step {
        phase = .answering(isReceiving: !isWhole)
        return .begin(head, body: body, isWhole: isWhole)
    }

    private mutating func ended(_ step: Step) -> Step {
        phase = .ended
        waiting.removeAll()
        return step
    }
}
