import PatchbayText

/// What a request line asks for (RFC 9112, section 3.2).
struct RequestTarget {
    /// The path as it stands there.
    let path: String
    /// The query without its `?`.
    let query: String
    /// The host an absolute target names; of one that is neither a path nor an address (`*`, `host:port`) all of it, which
    /// is no host's name.
    let authority: String?

    /// Takes a target apart.
    init(_ target: String) {
        if target.utf8.first == UInt8(ascii: "/") {
            (path, query) = Self.parts(target[...])
            authority = nil
        } else if let start = target.utf8.firstRange(of: "://".utf8)?.upperBound {
            let rest = target.utf8[start...]
            let end = rest.firstIndex { "/?#".utf8.contains($0) } ?? rest.endIndex
            let fragment = rest[end...].firstIndex(of: UInt8(ascii: "#")) ?? rest.endIndex
            let (path, query) = Self.parts(target[end..<fragment])
            self.path = path.isEmpty ? "/" : path
            self.query = query
            authority = String(target[start..<end])
        } else {
            (path, query) = Self.parts(target[...])
            authority = target
        }
    }

    private static func parts(_ target: Substring) -> (path: String, query: String) {
        guard let mark = target.utf8.firstIndex(of: UInt8(ascii: "?")) else { return (String(target), "") }
        return (String(target[..<mark]), String(target[target.utf8.index(after: mark)...]))
    }
}
