import Foundation

/// Finds a port nobody listens on.
enum FreePort {
    /// A port of an address that is free now; `nil` when the address is none of this machine.
    ///
    /// Whoever listens on it later may find it taken by then; a server that can name its port afterwards binds port 0
    /// instead.
    static func number(on host: String) -> Int? {
        var hints = addrinfo()
        hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV
        #if canImport(Glibc)
            hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        #else
            hints.ai_socktype = SOCK_STREAM
        #endif
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, "0", &hints, &found) == 0, let first = found?.pointee else { return nil }
        defer { freeaddrinfo(found) }
        let descriptor = socket(first.ai_family, first.ai_socktype, 0)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        guard bind(descriptor, first.ai_addr, first.ai_addrlen) == 0 else { return nil }
        return port(of: descriptor)
    }

    private static func port(of descriptor: Int32) -> Int? {
        var address = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let isKnown = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) == 0 }
        }
        // The port stands at the same place in the addresses of both families (sockaddr_in, sockaddr_in6).
        return isKnown
            ? withUnsafeBytes(of: &address) { Int(UInt16(bigEndian: $0.load(fromByteOffset: 2, as: UInt16.self))) }
            : nil
    }
}
