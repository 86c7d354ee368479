extension IPAddress {
    /// Where packets to an address go, as far as a host that talks to strangers must know.
    public enum Reach: String, Sendable, Hashable, CaseIterable {
        /// Anywhere on the Internet.
        case `public` = "public"
        /// This machine: 127.0.0.0/8, ::1 (RFC 1122, RFC 4291).
        case loopback = "loopback"
        /// A network of the operator's: RFC 1918, fc00::/7 (RFC 4193), fec0::/10 (RFC 3879), 64:ff9b:1::/48 (RFC 8215).
        case `private` = "private"
        /// This link, cloud metadata services included: 169.254.0.0/16 (RFC 3927), fe80::/10.
        case linkLocal = "link-local"
        /// A carrier's network: 100.64.0.0/10 (RFC 6598).
        case carrierShared = "carrier-grade NAT"
        /// This host on this network, in practice this machine: 0.0.0.0/8, ::.
        case unspecified = "unspecified"
        /// Many hosts at once: 224.0.0.0/4, ff00::/8.
        case multicast = "multicast"
        /// Nothing one may connect to: documentation, benchmarking, discard, future use, broadcast.
        case reserved = "reserved"
    }

    /// Where packets to this address go.
    ///
    /// An IPv6 address that carries an IPv4 address for a translator or a tunnel (mapped, compatible, translated,
    /// NAT64, 6to4, ISATAP) reaches what that address reaches. The ranges are those of the IANA special-purpose address
    /// registries (RFC 6890).
    public var reach: Reach {
        switch self {
        case .v4(let bits):
            Self.reach(ofIPv4: bits)
        case .v6(let high, let low):
            Self.reach(ofIPv6: high, low)
        }
    }

    private static func reach(ofIPv4 bits: UInt32) -> Reach {
        for range in fourByteRanges where bits >> (32 - range.length) == range.prefix >> (32 - range.length) {
            return range.reach
        }
        return .public
    }

    private static let fourByteRanges: [(prefix: UInt32, length: UInt32, reach: Reach)] = [
        (0x0000_0000, 8, .unspecified),
        (0x0A00_0000, 8, .private),
        (0x6440_0000, 10, .carrierShared),
        (0x7F00_0000, 8, .loopback),
        (0xA9FE_0000, 16, .linkLocal),
        (0xAC10_0000, 12, .private),
        (0xC000_0000, 24, .reserved),  // 192.0.0.0/24, protocol assignments
        (0xC000_0200, 24, .reserved),  // 192.0.2.0/24, documentation
        (0xC058_6300, 24, .reserved),  // 192.88.99.0/24, relay anycast, withdrawn
        (0xC0A8_0000, 16, .private),
        (0xC612_0000, 15, .reserved),  // 198.18.0.0/15, benchmarking
        (0xC633_6400, 24, .reserved),  // 198.51.100.0/24, documentation
        (0xCB00_7100, 24, .reserved),  // 203.0.113.0/24, documentation
        (0xE000_0000, 4, .multicast),
        (0xF000_0000, 4, .reserved),  // future use, broadcast
    ]

    private static func reach(ofIPv6 high: UInt64, _ low: UInt64) -> Reach {
        if high == 0, low <= 1 {
            return low == 0 ? .unspecified : .loopback
        }
        let carried = carriedIPv4(high, low).map(reach(ofIPv4:))
        if let carried, carried != .public || isTranslation(high, low) {
            return carried
        }
        for range in sixteenByteRanges where high >> (64 - range.length) == range.prefix >> (64 - range.length) {
            return range.reach
        }
        return .reserved
    }

    /// Whether the system or a gateway talks to the carried IPv4 address and nothing else: mapped, translated (RFC
    /// 2765), NAT64 (RFC 6052).
    private static func isTranslation(_ high: UInt64, _ low: UInt64) -> Bool {
        high == 0 && (low >> 32 == 0xFFFF || low >> 32 == 0xFFFF_0000)
            || high == 0x0064_FF9B_0000_0000 && low >> 32 == 0
    }

    /// The IPv4 address that a translator, a tunnel or the system's own stack would talk to instead.
    private static func carriedIPv4(_ high: UInt64, _ low: UInt64) -> UInt32? {
        let isCompatible = high == 0 && low >> 32 == 0
        let isISATAP = low >> 32 & ~0x0200_0000 == 0x5EFE  // RFC 5214
        if isCompatible || isISATAP || isTranslation(high, low) {
            return UInt32(truncatingIfNeeded: low)
        }
        if high >> 48 == 0x2002 {  // 6to4, RFC 3056
            return UInt32(truncatingIfNeeded: high >> 16)
        }
        return nil
    }

    /// By prefixes of at most 64 bits, longer before shorter; what none covers is not assigned.
    private static let sixteenByteRanges: [(prefix: UInt64, length: UInt64, reach: Reach)] = [
        (0x0064_FF9B_0001_0000, 48, .private),
        (0x2001_0DB8_0000_0000, 32, .reserved),  // documentation
        (0x2001_0000_0000_0000, 23, .reserved),  // protocol assignments, Teredo among them
        (0x3FFF_0000_0000_0000, 20, .reserved),  // documentation
        (0x2000_0000_0000_0000, 3, .public),
        (0xFE80_0000_0000_0000, 10, .linkLocal),
        (0xFEC0_0000_0000_0000, 10, .private),
        (0xFC00_0000_0000_0000, 7, .private),
        (0xFF00_0000_0000_0000, 8, .multicast),
    ]
}
