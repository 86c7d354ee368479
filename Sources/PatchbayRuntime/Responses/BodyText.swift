import IML
import PatchbayAuth
import PatchbayText

/// The text of an answer's body, by the encoding it is in: what a byte order mark says, else what the content type says,
/// else UTF-8.
///
/// An unknown label is passed over where the bytes are UTF-8 all the same. Bytes that are no text in the encoding become
/// U+FFFD, and a byte order mark is left out.
struct BodyText {
    private let bytes: [UInt8]
    private let label: String?
    private let marked: (charset: Charset, markLength: Int)?

    /// Takes an answer's body.
    init(_ bytes: [UInt8], _ mediaType: MediaType) {
        self.bytes = bytes
        label = mediaType.charsetLabel
        marked = Charset.marked(bytes)
    }

    /// The text's bytes in UTF-8, unless they were to be and are not.
    ///
    /// - Throws: ``UnknownCharset``.
    func utf8() throws(UnknownCharset) -> [UInt8] {
        let charset = try charset()
        let content = marked.map { Array(bytes.dropFirst($0.markLength)) } ?? bytes
        return charset == .utf8 ? content : charset.utf8(content)
    }

    /// The bytes of JSON in UTF-8, which they are where they can be: JSON has no other encoding (RFC 8259, section 8.1),
    /// so that a label of an encoding in which all bytes are text says little.
    ///
    /// - Throws: ``UnknownCharset``.
    func json() throws(UnknownCharset) -> [UInt8] {
        if marked == nil, try charset().isSingleByte, isUTF8 { return bytes }
        return try utf8()
    }

    /// The document; without a mark and a label its own declaration says what it is in.
    ///
    /// - Throws: ``UnknownCharset``, `XMLError`.
    func xml() throws -> Value {
        if label == nil { return try Value(xml: bytes) }
        return try Value(xml: utf8(), isUTF8: true)
    }

    /// The pairs of a form, whose escapes stand for bytes in the encoding.
    ///
    /// - Throws: ``UnknownCharset``.
    func form() throws(UnknownCharset) -> Fields {
        FormDecoding.fields(bytes.dropFirst(marked?.markLength ?? 0), in: try charset())
    }

    private func charset() throws(UnknownCharset) -> Charset {
        if let marked { return marked.charset }
        guard let label else { return .utf8 }
        if let charset = Charset(label: label) { return charset }
        guard isUTF8 else { throw UnknownCharset(label: label) }
        return .utf8
    }

    private var isUTF8: Bool { String(validating: bytes, as: UTF8.self) != nil }
}

/// A content type names an encoding that does not exist, of bytes that are not UTF-8.
struct UnknownCharset: Error, CustomStringConvertible {
    /// What the content type says.
    let label: String

    var description: String {
        // Whole or not at all: it is masked before it is shown.
        let name = label.utf8.count > 40 ? "" : " '\(label)'"
        return "the encoding\(name) of its content type is not known, and the bytes are not UTF-8"
    }
}
