import PatchbayAuth
import PatchbayText
import PatchbayTransport

/// An address in the form version 4 signs.
enum CanonicalAddress {
    /// The path: encoded once more, without dot segments and empty ones; for S3 as its keys are, encoded once.
    static func path(of address: WebAddress, service: String) -> String {
        let path = String(address.path)
        if service.isExactly("s3") {
            return path.isEmpty ? "/" : encodedSegments(path) { decoded($0) }
        }
        return encodedSegments(normalized(path)) { Array($0.utf8) }
    }

    /// The query: decoded, encoded strictly, and sorted by name and then value.
    static func query(of address: WebAddress) -> String {
        let pairs = FormDecoding.pairs(of: (address.query ?? "").utf8).map { pair in
            (name: encoded(pair.name), value: pair.value.map { encoded($0) } ?? "")
        }
        let sorted = pairs.sorted { one, other in
            one.name.isExactly(other.name)
                ? one.value.utf8.lexicographicallyPrecedes(other.value.utf8)
                : one.name.utf8.lexicographicallyPrecedes(other.name.utf8)
        }
        return sorted.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
    }

    /// The host as it is sent: without the scheme's own default port.
    static func host(of address: WebAddress) -> String {
        let isDefault = address.host.port?.isExactly(address.isEncrypted ? "443" : "80") ?? false
        return String(isDefault ? address.host.host : address.host.text)
    }

    private static func encoded(_ piece: some Collection<UInt8>) -> String {
        var bytes: [UInt8] = []
        PercentEncoding.append(FormDecoding.decode(piece), to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func encodedSegments(_ path: String, _ bytes: (Substring) -> [UInt8]) -> String {
        path.parts(between: "/").map { segment in
            var output: [UInt8] = []
            PercentEncoding.append(bytes(segment), to: &output)
            return String(decoding: output, as: UTF8.self)
        }.joined(separator: "/")
    }

    /// The bytes a segment names.
    private static func decoded(_ segment: Substring) -> [UInt8] {
        PercentEncoding.decode(segment.utf8)
    }

    /// RFC 3986, section 5.2.4, with runs of slashes as one.
    private static func normalized(_ path: String) -> String {
        var segments: [Substring] = []
        for segment in path.parts(between: "/", omittingEmpty: true) where !segment.isExactly(".") {
            if segment.isExactly("..") {
                _ = segments.popLast()
            } else {
                segments.append(segment)
            }
        }
        let ends = path.ends(withBytesOf: "/") && !segments.isEmpty ? "/" : ""
        return "/" + segments.joined(separator: "/") + ends
    }
}

/// Header lines in the form version 4 signs.
struct CanonicalHeaders {
    /// `name:value` lines, each with its line end.
    let text: String
    /// The names, joined by `;`.
    let names: String

    init(_ headers: HeaderFields, leavingOut unsigned: Set<ExactText>, address: WebAddress) {
        var values: [ExactText: [String]] = [:]
        for field in headers {
            let name = ExactText(field.name.lowercased())
            if !unsigned.contains(name) { values[name, default: []].append(Self.trimmed(field.value)) }
        }
        if values["host"] == nil { values["host"] = [CanonicalAddress.host(of: address)] }
        let sorted = values.sorted { $0.key < $1.key }
        text = sorted.map { "\($0.key):\($0.value.joined(separator: ","))\n" }.joined()
        names = sorted.map(\.key.text).joined(separator: ";")
    }

    /// Without white space at the ends, runs of it as one space.
    private static func trimmed(_ value: String) -> String {
        value.split { $0.isWhitespace }.joined(separator: " ")
    }
}
