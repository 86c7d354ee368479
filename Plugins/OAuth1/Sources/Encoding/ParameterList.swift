import PatchbayAuth
import PatchbayText

/// Parameters of a signature, percent-encoded, back to back in one buffer (RFC 5849, section 3.4.1.3).
///
/// Names and values go in once, decoded or as a form has them, and are kept encoded as the base string wants them, so that
/// sorting compares bytes and nothing is encoded twice. All work is proportional to the bytes, sorting aside.
struct ParameterList: Sendable {
    /// One parameter's place in the buffer: its name, then its value.
    struct Span: Sendable {
        var start: Int
        var middle: Int
        var end: Int
    }

    private(set) var bytes: [UInt8] = []
    private(set) var spans: [Span] = []

    /// Makes an empty list with room for a request of usual size.
    init(capacity: Int = 512) {
        bytes.reserveCapacity(capacity)
        spans.reserveCapacity(16)
    }

    /// Adds a parameter given as it is, not encoded.
    mutating func append(_ name: String, _ value: String) {
        let start = bytes.count
        PercentEncoding.append(name, to: &bytes)
        let middle = bytes.count
        PercentEncoding.append(value, to: &bytes)
        spans.append(Span(start: start, middle: middle, end: bytes.count))
    }

    /// Adds the parameters of a query or a form body: `name=value` joined by `&`.
    ///
    /// Each is decoded (`+` is a space) and encoded again in one pass. A name without `=` has an empty value; empty pieces
    /// are no parameters. A `%` that no two digits follow stands for itself.
    mutating func append(form: UnsafeBufferPointer<UInt8>) {
        var index = 0
        while index < form.count {
            if form[index] == UInt8(ascii: "&") {
                index += 1
            } else {
                appendPair(of: form, at: &index)
            }
        }
    }

    private mutating func appendPair(of form: UnsafeBufferPointer<UInt8>, at index: inout Int) {
        let start = bytes.count
        var middle: Int?
        while index < form.count, form[index] != UInt8(ascii: "&") {
            if form[index] == UInt8(ascii: "="), middle == nil {
                middle = bytes.count
                index += 1
            } else {
                PercentEncoding.append(FormDecoding.byte(of: form, at: &index), to: &bytes)
            }
        }
        spans.append(Span(start: start, middle: middle ?? bytes.count, end: bytes.count))
    }

    /// Orders the parameters by encoded name, then by encoded value, byte by byte (section 3.4.1.3.2).
    mutating func sort() {
        let bytes = bytes
        bytes.withUnsafeBufferPointer { buffer in
            spans.sort { one, other in
                let order = Self.compare(buffer[one.start..<one.middle], buffer[other.start..<other.middle])
                if order != 0 { return order < 0 }
                return Self.compare(buffer[one.middle..<one.end], buffer[other.middle..<other.end]) < 0
            }
        }
    }

    private static func compare(_ one: Slice<UnsafeBufferPointer<UInt8>>, _ other: Slice<UnsafeBufferPointer<UInt8>>)
        -> Int
    {
        var (left, right) = (one.startIndex, other.startIndex)
        while left < one.endIndex, right < other.endIndex {
            if one[left] != other[right] { return Int(one[left]) - Int(other[right]) }
            left += 1
            right += 1
        }
        return one.count - other.count
    }

    /// Appends `name=value` joined by `&`.
    func appendNormalized(to output: inout [UInt8]) {
        for (position, span) in spans.enumerated() {
            if position > 0 { output.append(UInt8(ascii: "&")) }
            output += bytes[span.start..<span.middle]
            output.append(UInt8(ascii: "="))
            output += bytes[span.middle..<span.end]
        }
    }

    /// Appends what percent-encoding the normalized form gives, without making that first.
    ///
    /// Of what stands in an encoded parameter only `%` is not unreserved.
    func appendNormalizedAndEncoded(to output: inout [UInt8]) {
        output.reserveCapacity(output.count + bytes.count * 2)
        for (position, span) in spans.enumerated() {
            if position > 0 { output += Self.encodedSeparator }
            appendEncoded(span.start..<span.middle, to: &output)
            output += Self.encodedEquals
            appendEncoded(span.middle..<span.end, to: &output)
        }
    }

    private static let encodedSeparator = Array("%26".utf8)
    private static let encodedEquals = Array("%3D".utf8)

    private func appendEncoded(_ range: Range<Int>, to output: inout [UInt8]) {
        bytes.withUnsafeBufferPointer { buffer in
            PercentEncoding.append(UnsafeBufferPointer(rebasing: buffer[range]), to: &output)
        }
    }
}
