import IML
import PatchbayText

/// An absolute address taken apart at its delimiters, each part as written.
public struct AddressParts: Sendable {
    /// The whole address.
    public let bytes: [UInt8]
    private let schemeEnd: Int
    private let authorityStart: Int
    private let pathStart: Int
    private let pathEnd: Int
    private let queryEnd: Int

    /// Takes an address apart.
    ///
    /// - Throws: `InvalidConfigurationError` when it is not absolute.
    public init(_ text: String) throws(PlatformError) {
        let bytes = Array(text.utf8)
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), colon + 2 < bytes.count,
            bytes[colon + 1] == UInt8(ascii: "/"), bytes[colon + 2] == UInt8(ascii: "/")
        else {
            throw PlatformError(
                .invalidConfigurationError,
                "'\(text)' is not an absolute address, so it cannot be signed.",
                path: "url"
            )
        }
        var index = colon + 3
        while index < bytes.count, !Self.endsAuthority(bytes[index]) { index += 1 }
        let pathStart = index
        while index < bytes.count, bytes[index] != UInt8(ascii: "?"), bytes[index] != UInt8(ascii: "#") { index += 1 }
        let pathEnd = index
        while index < bytes.count, bytes[index] != UInt8(ascii: "#") { index += 1 }
        let user = bytes[(colon + 3)..<pathStart].lastIndex(of: UInt8(ascii: "@"))
        self.bytes = bytes
        schemeEnd = colon
        authorityStart = user.map { $0 + 1 } ?? colon + 3
        self.pathStart = pathStart
        self.pathEnd = pathEnd
        queryEnd = index
    }

    private static func endsAuthority(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#")
    }

    /// The scheme.
    public var scheme: ArraySlice<UInt8> { bytes[..<schemeEnd] }
    /// Host and port, without a user.
    public var authority: ArraySlice<UInt8> { bytes[authorityStart..<pathStart] }
    /// The path, possibly empty.
    public var path: ArraySlice<UInt8> { bytes[pathStart..<pathEnd] }
    /// The query without its `?`, empty when there is none.
    public var query: ArraySlice<UInt8> { bytes[min(pathEnd + 1, queryEnd)..<queryEnd] }

    /// Whether the scheme is `https`.
    public var isEncrypted: Bool { scheme.map(\.lowercasedASCII) == Array("https".utf8) }

    /// Whether the host is this machine by its very name, so that nothing leaves it.
    public var isLoopback: Bool {
        let authority = String(decoding: authority.map(\.lowercasedASCII), as: UTF8.self)
        if authority.starts(withBytesOf: "[::1]") { return true }
        let host = authority.parts(between: ":")[0]
        if host.isExactly("localhost") || host.ends(withBytesOf: ".localhost") { return true }
        let numbers = host.parts(between: ".")
        return numbers.count == 4 && numbers[0].isExactly("127") && numbers.allSatisfy { UInt8($0) != nil }
    }

    /// The address with another query; an empty one is left out with its `?`.
    public func text(query: some Collection<UInt8>) -> String {
        var result = Array(bytes[..<pathEnd])
        if !query.isEmpty {
            result.append(UInt8(ascii: "?"))
            result += query
        }
        result += bytes[queryEnd...]
        return String(decoding: result, as: UTF8.self)
    }
}
