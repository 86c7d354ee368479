public import PatchbayText

/// A range of addresses in CIDR notation (RFC 4632), such as `10.0.0.0/8` or `fd00::/8`.
public struct AddressBlock: Sendable, Hashable, CustomStringConvertible {
    /// The first address; its bits beyond the prefix are zero.
    public let first: IPAddress

    /// The number of leading bits that all addresses of the block share.
    public let prefixLength: Int

    /// Makes the block of one address.
    public init(_ address: IPAddress) {
        first = address
        prefixLength = address.width
    }

    /// Reads `ADDRESS/BITS`; `nil` when it is not that.
    ///
    /// Bits of the address beyond the prefix are ignored.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let address = IPAddress(String(parts[0])),
            parts[1].utf8.allSatisfy(\.isASCIIDigit), let length = Int(parts[1]),
            length <= address.width
        else { return nil }
        first = address.masked(to: length)
        prefixLength = length
    }

    /// Whether an address is in this block.
    ///
    /// An IPv4 address written as a mapped IPv6 address (`::ffff:10.0.0.1`) is compared as the IPv4 address it is.
    public func contains(_ address: IPAddress) -> Bool {
        let address = address.unmapped
        return address.width == first.width && address.masked(to: prefixLength) == first
    }

    /// Whether it holds so much that naming it is no choice: everything, or more than the largest of the blocks that are
    /// not public (224.0.0.0/4 and 240.0.0.0/4, fc00::/7), as two halves of everything do.
    public var isBoundless: Bool { prefixLength < (first.width == 32 ? 4 : 7) }

    /// The notation it is read from.
    public var description: String {
        prefixLength == first.width ? "\(first)" : "\(first)/\(prefixLength)"
    }
}

extension IPAddress {
    /// The number of bits of an address of this version.
    var width: Int {
        switch self {
        case .v4: 32
        case .v6: 128
        }
    }

    /// This address with all bits after the first `length` cleared.
    func masked(to length: Int) -> IPAddress {
        switch self {
        case .v4(let bits):
            .v4(length == 0 ? 0 : bits & ~0 << (32 - UInt32(length)))
        case .v6(let high, _) where length <= 64:
            .v6(high: length == 0 ? 0 : high & ~0 << (64 - UInt64(length)), low: 0)
        case .v6(let high, let low):
            .v6(high: high, low: low & ~0 << (128 - UInt64(length)))
        }
    }
}
