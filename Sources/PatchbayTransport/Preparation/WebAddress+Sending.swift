import PatchbayText

extension WebAddress {
    private static var mostBytes: Int { 64 * 1024 }

    /// Where a request to the address goes.
    ///
    /// - Throws: ``TransportError`` with code ``TransportError/Code/invalidURL``. The message never repeats the address
    ///   beyond its host, since queries carry secrets.
    func checkedOrigin() throws(TransportError) -> Origin {
        guard text.utf8.count <= Self.mostBytes else { throw TransportError(unrequestable: "it is longer than 64 KiB") }
        for (index, byte) in text.utf8.enumerated() where byte == 0x20 || byte.isASCIIControl {
            let name = byte == 0x20 ? "a space (write %20)" : "a control character (\(byte.inHexadecimal))"
            throw TransportError(unrequestable: "it has \(name) at byte \(index + 1)")
        }
        do {
            return try Origin(self)
        } catch {
            throw TransportError(unrequestable: error.reason)
        }
    }

    /// The origin of an address that has nothing behind the port but perhaps a `/`, such as `http://127.0.0.1:9000`.
    ///
    /// - Throws: ``TransportError`` with code ``TransportError/Code/invalidURL``.
    func checkedOriginAlone() throws(TransportError) -> Origin {
        let origin = try checkedOrigin()
        guard requestTarget == [UInt8(ascii: "/")] else {
            throw TransportError(.invalidURL, "an origin has no path or query: only scheme, host and port")
        }
        return origin
    }

    /// Path and query as they are written, beginning with `/`: the bytes of the request line.
    var requestTarget: [UInt8] {
        var target = [UInt8]()
        target.reserveCapacity(pathAndQuery.utf8.count + 2)
        if pathAndQuery.utf8.first != UInt8(ascii: "/") { target.append(UInt8(ascii: "/")) }
        target.append(contentsOf: pathAndQuery.utf8)
        return target
    }
}

extension TransportError {
    fileprivate init(unrequestable reason: String) {
        self.init(.invalidURL, "The URL cannot be requested: \(reason).")
    }
}
