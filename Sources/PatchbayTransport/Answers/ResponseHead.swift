import PatchbayText

/// Reads the status line and header lines of an answer.
struct ResponseHead {
    /// The version in the status line.
    let httpVersion: HTTPVersion
    /// The status code.
    let statusCode: Int
    /// The reason phrase.
    let reason: String
    /// The header lines in order.
    let headers: HeaderFields

    /// Reads a header.
    ///
    /// Lines that continue the one before (RFC 9112, section 5.2) are joined to it with a space. Bytes that are not
    /// UTF-8 are read as Latin-1.
    ///
    /// - Parameters:
    ///   - bytes: The lines with their line breaks, without the empty line at the end.
    ///   - server: Who sent it, for messages.
    /// - Throws: ``TransportError`` with code ``TransportError/Code/malformedResponse``.
    init(_ bytes: [UInt8], from server: String) throws(TransportError) {
        var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: true)[...]
        guard let first = lines.popFirst(), let status = StatusLine(first.trimming(Self.isBlank)) else {
            throw Self.malformed(server, "its status line cannot be read")
        }
        (httpVersion, statusCode, reason) = (status.version, status.code, status.reason)
        var fields: [HeaderFields.Field] = []
        fields.reserveCapacity(lines.count)
        for line in lines {
            try Self.add(line, to: &fields, server)
        }
        headers = HeaderFields(fields: fields)
    }

    private static func add(
        _ line: ArraySlice<UInt8>,
        to fields: inout [HeaderFields.Field],
        _ server: String
    ) throws(TransportError) {
        if let first = line.first, isBlank(first) {
            guard !fields.isEmpty else { throw malformed(server, "its first header line is a continuation") }
            let more = text(line.trimming(isBlank))
            fields[fields.count - 1].value += more.isEmpty ? "" : " \(more)"
            return
        }
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else {
            throw malformed(server, "header line \(fields.count + 1) has no colon")
        }
        let name = text(line[..<colon].trimming(isBlank))
        guard HeaderSyntax.isToken(name) else {
            throw malformed(server, "the name of header line \(fields.count + 1) is not a word")
        }
        let value = line[(colon + 1)...].trimming(isBlank)
        guard !value.contains(where: { $0 == 0 || $0 == 0x0D }) else {
            throw malformed(server, "the value of header line \(fields.count + 1) has a control character")
        }
        fields.append(HeaderFields.Field(name: name, value: text(value)))
    }

    private static func text(_ bytes: ArraySlice<UInt8>) -> String {
        if bytes.allSatisfy({ $0 < 0x80 }) { return String(decoding: bytes, as: UTF8.self) }
        return String(validating: bytes, as: UTF8.self)
            ?? String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte.isASCIIBlank || byte == 0x0D
    }

    private static func malformed(_ server: String, _ reason: String) -> TransportError {
        TransportError(
            .malformedResponse,
            "The answer of \(server) is not HTTP: \(reason).",
            requestMayHaveBeenSent: true
        )
    }
}

/// The first line of an answer: `HTTP/1.1 200 OK` (RFC 9112, section 4).
struct StatusLine {
    let version: HTTPVersion
    let code: Int
    let reason: String

    init?(_ line: ArraySlice<UInt8>) {
        let parts = line.split(separator: UInt8(ascii: " "), maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count >= 2, let version = Self.version(parts[0]), parts[1].count == 3,
            parts[1].allSatisfy(\.isASCIIDigit)
        else { return nil }
        self.version = version
        code = parts[1].reduce(0) { $0 * 10 + Int($1 - 0x30) }
        reason = parts.count > 2 ? String(decoding: parts[2], as: UTF8.self) : ""
    }

    private static func version(_ bytes: ArraySlice<UInt8>) -> HTTPVersion? {
        if bytes.elementsEqual("HTTP/1.1".utf8) { return .http11 }
        if bytes.elementsEqual("HTTP/2".utf8) { return .http2 }
        if bytes.elementsEqual("HTTP/1.0".utf8) { return .http10 }
        return nil
    }
}
