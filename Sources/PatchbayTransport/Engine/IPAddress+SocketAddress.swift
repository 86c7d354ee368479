internal import Foundation
import PatchbayText

extension IPAddress {
    /// Takes the address out of a socket address of IPv4 or IPv6; `nil` for other families.
    init?(_ address: UnsafePointer<sockaddr>) {
        let raw = UnsafeRawPointer(address)
        switch Int32(address.pointee.sa_family) {
        case AF_INET:
            self = .v4(UInt32(bigEndian: raw.loadUnaligned(as: sockaddr_in.self).sin_addr.s_addr))
        case AF_INET6:
            let six = raw.loadUnaligned(as: sockaddr_in6.self).sin6_addr
            self = withUnsafeBytes(of: six) { Self(sixteen: $0) }
        default:
            return nil
        }
    }
}
