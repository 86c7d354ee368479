extension Value {
    /// Reads XML 1.0 as the platform has it, in arrays.
    ///
    /// The document is a collection with its root's name. The name of every element holds an array of the elements of
    /// that name; one with only text is that text, others are collections with their attributes in `_attributes` and text
    /// beside elements or attributes in `_value`.
    ///
    /// Document types are passed over, nothing outside of the document is read, and no entity is known but the five of
    /// XML itself, so a small document cannot become a large one.
    ///
    /// - Parameters:
    ///   - xml: The document: in UTF-16 with a byte order mark, in the encoding its declaration names, or in UTF-8.
    ///   - isUTF8: Whether it is UTF-8 whatever it says, as a document that was converted before.
    ///   - limits: How much to take.
    /// - Throws: ``XMLError`` with line and column when the bytes are not well-formed XML or beyond the limits.
    public init(xml: some Sequence<UInt8>, isUTF8: Bool = false, limits: XMLLimits = .default) throws(XMLError) {
        var reader = try XMLReader(Array(xml), isUTF8: isUTF8, limits: limits)
        self = try reader.document()
    }
}
