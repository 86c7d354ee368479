import NIOCore
import PatchbayText
import PatchbayTransport
import Synchronization

/// One connection of a client.
final class Client: Sendable {
    /// What the host has with a client, and since when.
    struct Standing: Sendable, Hashable {
        enum Phase: UInt64 {
            /// Nothing: no request has come whole to its header's end since the last answer.
            case idle
            /// The host waits for the rest of a request.
            case receiving
            /// The client waits for the host.
            case working
        }

        /// The phase in the two lowest bits, above it nanoseconds of a clock that never goes back.
        fileprivate let bits: UInt64

        fileprivate init(bits: UInt64) { self.bits = bits }

        init(_ phase: Phase, since time: NIODeadline) {
            bits = time.uptimeNanoseconds << 2 | phase.rawValue
        }

        var phase: Phase { Phase(rawValue: bits & 3) ?? .working }
        var since: UInt64 { bits >> 2 }

        /// Whether the client of this standing has to go before that of another.
        func goesBefore(_ other: Standing) -> Bool {
            (phase.rawValue, since) < (other.phase.rawValue, other.since)
        }
    }

    let channel: any Channel
    /// The address whose connections are counted together; `nil` for one that may have any number.
    let countedAddress: IPAddress?
    private let state: Atomic<UInt64>

    /// Takes a client that has just connected.
    init(_ channel: any Channel, countedAddress: IPAddress?) {
        self.channel = channel
        self.countedAddress = countedAddress
        state = Atomic(Standing(.idle, since: .now()).bits)
    }

    /// How things stand; set on the connection's event loop only.
    var standing: Standing {
        get { Standing(bits: state.load(ordering: .relaxed)) }
        set { state.store(newValue.bits, ordering: .relaxed) }
    }

    /// Closes the connection unless something has happened on it meanwhile.
    ///
    /// - Parameters:
    ///   - standing: How things stood when it was chosen.
    ///   - otherwise: Told when the client stays.
    func close(ifStill standing: Standing, otherwise: @escaping @Sendable () -> Void) {
        channel.eventLoop.execute { [self] in
            if self.standing == standing { channel.close(promise: nil) } else { otherwise() }
        }
    }
}
