/// Reading queries and form bodies, `application/x-www-form-urlencoded`, byte by byte (RFC 5849, section 3.4.1.3.1).
public enum FormDecoding {
    /// The byte that stands at an index of a form: `+` is a space, `%XX` the byte it names, all else itself.
    ///
    /// - Parameters:
    ///   - form: An encoded form.
    ///   - index: Moves past what was read.
    @inlinable
    public static func byte(of form: UnsafeBufferPointer<UInt8>, at index: inout Int) -> UInt8 {
        if form[index] == UInt8(ascii: "+") {
            index += 1
            return UInt8(ascii: " ")
        }
        return PercentEncoding.byte(of: form, at: &index)
    }

    /// The decoded form of bytes.
    @inlinable
    public static func decode(_ bytes: some Collection<UInt8>) -> [UInt8] {
        PercentEncoding.decode(bytes, with: byte)
    }

    /// The decoded form of bytes as text; what is no UTF-8 becomes U+FFFD.
    @inlinable
    public static func text(_ bytes: some Collection<UInt8>) -> String {
        String(decoding: decode(bytes), as: UTF8.self)
    }

    /// The names and values of a query or a form in order, as they are written.
    ///
    /// A name without `=` has no value; empty pieces are no pairs.
    @inlinable
    public static func pairs<Form: Collection<UInt8>>(
        of form: Form
    ) -> [(name: Form.SubSequence, value: Form.SubSequence?)] {
        form.split(separator: UInt8(ascii: "&")).map { pair in
            guard let mark = pair.firstIndex(of: UInt8(ascii: "=")) else { return (pair[...], nil) }
            return (pair[..<mark], pair[pair.index(after: mark)...])
        }
    }

    /// The first value of a name in a form, decoded; `nil` when it is not there.
    public static func value(of name: String, in form: some Collection<UInt8>) -> String? {
        form.withContiguousBytes { form in
            let pair = pairs(of: form).first { decode($0.name).elementsEqual(name.utf8) }
            return pair.map { pair in pair.value.map { text($0) } ?? "" }
        }
    }
}
