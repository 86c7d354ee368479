/// An address taken apart once, each part as it is written (RFC 3986).
///
/// Any text is one: what begins with a scheme and `://` has an authority, anything else is relative and begins with its
/// path. What may be requested says ``Origin``. Changing a part leaves every byte of the others.
public struct WebAddress: Sendable {
    /// The whole address.
    public let text: String

    /// Where the colon behind the scheme is; `nil` in a relative address.
    private let schemeEnd: String.Index?
    private let authorityStart: String.Index
    private let pathStart: String.Index
    private let pathEnd: String.Index
    private let queryEnd: String.Index

    /// Takes an address apart.
    public init(_ text: String) {
        var text = text
        // The places, from the start: a bridged text would have to count its way to each part otherwise.
        let places = text.withUTF8 { Places($0) }
        self.text = text
        let utf8 = text.utf8
        func index(_ place: Int) -> String.Index { utf8.index(utf8.startIndex, offsetBy: place) }
        schemeEnd = places.schemeEnd.map(index)
        authorityStart = index(places.authorityStart)
        pathStart = index(places.pathStart)
        pathEnd = index(places.pathEnd)
        queryEnd = index(places.queryEnd)
    }

    /// Puts an address together.
    ///
    /// - Parameters:
    ///   - originText: Scheme and authority as in ``originText``, or nothing.
    ///   - path: Empty, or with its `/`.
    ///   - query: Without its `?`; `nil` for none.
    ///   - fragment: Without its `#`; `nil` for none.
    public init(
        originText: some StringProtocol,
        path: some StringProtocol,
        query: (some StringProtocol)?,
        fragment: (some StringProtocol)? = Substring?.none
    ) {
        var text = String(originText)
        text += path
        if let query { text += "?\(query)" }
        if let fragment { text += "#\(fragment)" }
        self.init(text)
    }

    private struct Places {
        var schemeEnd: Int?
        var authorityStart = 0
        var pathStart = 0
        let pathEnd: Int
        let queryEnd: Int

        init(_ bytes: UnsafeBufferPointer<UInt8>) {
            let colon = bytes.firstIndex { !ASCIISet.scheme.contains($0) } ?? bytes.endIndex
            if bytes[colon...].starts(with: "://".utf8) {
                schemeEnd = colon
                authorityStart = colon + 3
                pathStart = bytes[authorityStart...].firstIndex(where: Self.endsAuthority) ?? bytes.endIndex
            }
            let end = bytes[pathStart...].firstIndex { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") }
            pathEnd = end ?? bytes.endIndex
            queryEnd = bytes[pathEnd...].firstIndex(of: UInt8(ascii: "#")) ?? bytes.endIndex
        }

        private static func endsAuthority(_ byte: UInt8) -> Bool {
            byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#")
        }
    }
}

// MARK: - Parts

extension WebAddress {
    /// Whether it begins with a scheme and `://`.
    public var isAbsolute: Bool { schemeEnd != nil }

    /// The scheme as it is written; empty in a relative address.
    public var scheme: Substring { schemeEnd.map { text[..<$0] } ?? "" }

    /// Whether the scheme is `https`.
    public var isEncrypted: Bool { scheme.isSameIgnoringASCIICase("https") }

    /// Scheme and authority: `https://api.example.com`; empty in a relative address.
    public var originText: Substring { text[..<pathStart] }

    /// What stands before the path and behind `://`: user, host and port.
    public var authority: Substring { text[authorityStart..<pathStart] }

    /// Whether something stands before the host that a person may take for it (RFC 3986, section 7.6).
    public var hasUserInformation: Bool { authority.utf8.contains(UInt8(ascii: "@")) }

    /// Host and port.
    public var host: HostAndPort {
        let user = authority.utf8.lastIndex(of: UInt8(ascii: "@"))
        return HostAndPort(user.map { authority[authority.utf8.index(after: $0)...] } ?? authority)
    }

    /// The path, empty or with its `/`; in a relative address it may begin with anything.
    public var path: Substring { text[pathStart..<pathEnd] }

    /// The query without its `?`; `nil` when there is none.
    public var query: Substring? { pathEnd < queryEnd ? text[text.utf8.index(after: pathEnd)..<queryEnd] : nil }

    /// The fragment without its `#`; `nil` when there is none.
    public var fragment: Substring? {
        queryEnd < text.endIndex ? text[text.utf8.index(after: queryEnd)...] : nil
    }

    /// Path and query, as a request line has them but that the path may be empty.
    public var pathAndQuery: Substring { text[pathStart..<queryEnd] }

    /// The address without its fragment.
    public var withoutFragment: WebAddress { fragment == nil ? self : WebAddress(String(text[..<queryEnd])) }
}

// MARK: - Changing the query

extension WebAddress {
    /// The address with another query; an empty one is left out with its `?`.
    public func replacingQuery(with query: some Collection<UInt8>) -> WebAddress {
        var bytes = Array(text.utf8[..<pathEnd])
        if !query.isEmpty {
            bytes.append(UInt8(ascii: "?"))
            bytes += query
        }
        bytes += text.utf8[queryEnd...]
        return WebAddress(String(decoding: bytes, as: UTF8.self))
    }

    /// The address with one more query parameter, unless its query has one of the name.
    ///
    /// - Parameters:
    ///   - name: The parameter's name, of characters that stand for themselves.
    ///   - value: Its value, which is percent-encoded here.
    public func addingQuery(_ name: String, _ value: String) -> WebAddress {
        let query = query ?? ""
        if FormDecoding.value(of: name, in: query.utf8) != nil { return self }
        let isBegun = query.isEmpty || query.ends(withBytesOf: "&")
        return replacingQuery(with: "\(query)\(isBegun ? "" : "&")\(name)=\(PercentEncoding.encode(value))".utf8)
    }

    /// The address with a query that has a parameter with this value and no other of the name.
    ///
    /// - Parameters:
    ///   - name: The parameter's name, of characters that stand for themselves.
    ///   - value: Its value, which is percent-encoded here.
    public func settingQuery(_ name: String, _ value: String) -> WebAddress {
        let kept = (query ?? "").parts(between: "&").filter { FormDecoding.value(of: name, in: $0.utf8) == nil }
        return replacingQuery(with: kept.joined(separator: "&").utf8).addingQuery(name, value)
    }
}

extension WebAddress: Hashable {
    /// Whether two addresses are the same bytes.
    public static func == (one: WebAddress, other: WebAddress) -> Bool { one.text.isExactly(other.text) }

    /// Feeds the address's bytes.
    public func hash(into hasher: inout Hasher) {
        ExactText(text).hash(into: &hasher)
    }
}
