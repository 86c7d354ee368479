#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// An IPv4 or IPv6 address.
public enum IPAddress: Sendable, Hashable {
    /// An IPv4 address, its first byte the most significant.
    case v4(UInt32)

    /// An IPv6 address, its first byte the most significant of `high`.
    case v6(high: UInt64, low: UInt64)

    /// Reads the usual text forms: `192.0.2.1`, `2001:db8::1`; no brackets, zone identifiers or short IPv4 forms.
    ///
    /// - Parameter text: The address.
    public init?(_ text: String) {
        var four = in_addr()
        var six = in6_addr()
        if inet_pton(AF_INET, text, &four) == 1 {
            self = .v4(UInt32(bigEndian: four.s_addr))
        } else if inet_pton(AF_INET6, text, &six) == 1 {
            self = withUnsafeBytes(of: six) { Self(sixteen: $0) }
        } else {
            return nil
        }
    }

    /// Reads every form the resolver takes for an IPv4 address, `127.1`, `0x7f000001` and `2130706433` too.
    ///
    /// - Parameter text: The host of a URL.
    package init?(anyFormOf text: String) {
        if let address = IPAddress(text) {
            self = address
            return
        }
        var four = in_addr()
        guard inet_aton(text, &four) != 0 else { return nil }
        self = .v4(UInt32(bigEndian: four.s_addr))
    }

    /// Takes the sixteen bytes of an IPv6 address, the most significant first.
    package init(sixteen bytes: UnsafeRawBufferPointer) {
        self = .v6(
            high: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
            low: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        )
    }
}

extension IPAddress {
    /// Whether it is this machine: 127.0.0.0/8, also mapped into IPv6, and ::1 (RFC 1122, RFC 4291).
    public var isLoopback: Bool {
        switch self {
        case .v4(let bits): bits >> 24 == 127
        case .v6(let high, let low): high == 0 && (low == 1 || low >> 24 == 0xFFFF_7F)
        }
    }

    /// The IPv4 address of a mapped address (`::ffff:a.b.c.d`), any other as it is.
    public var unmapped: IPAddress {
        if case .v6(0, let low) = self, low >> 32 == 0xFFFF {
            return .v4(UInt32(truncatingIfNeeded: low))
        }
        return self
    }
}

extension IPAddress: CustomStringConvertible {
    /// The usual text form.
    public var description: String {
        switch self {
        case .v4(let bits):
            return (0..<4).map { String(bits >> (24 - 8 * UInt32($0)) & 0xFF) }.joined(separator: ".")
        case .v6(let high, let low):
            var bytes = (high.bigEndian, low.bigEndian)
            return withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(INET6_ADDRSTRLEN)) { buffer in
                guard let text = inet_ntop(AF_INET6, &bytes, buffer.baseAddress, socklen_t(buffer.count)) else {
                    return "?"  // Only for a family it does not know or a buffer that is too small: neither is so here.
                }
                return String(cString: text)
            }
        }
    }
}
