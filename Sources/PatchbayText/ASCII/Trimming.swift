extension BidirectionalCollection<UInt8> {
    /// The bytes without those of a kind at both ends.
    @inlinable
    public func trimming(_ isOuter: (UInt8) -> Bool) -> SubSequence {
        var end = endIndex
        let start = firstIndex { !isOuter($0) } ?? end
        while end > start, case let before = index(before: end), isOuter(self[before]) { end = before }
        return self[start..<end]
    }
}

extension StringProtocol where UTF8View: BidirectionalCollection {
    /// The text without the characters of a kind, which are ASCII, at both ends.
    @inlinable
    public func trimming(_ isOuter: (UInt8) -> Bool) -> SubSequence {
        let inner = utf8.trimming(isOuter)
        return self[inner.startIndex..<inner.endIndex]
    }

    /// The text without spaces and tabs around it, as a header's value is read (RFC 9110, section 5.5).
    @inlinable
    public func trimmingBlanks() -> SubSequence { trimming(\.isASCIIBlank) }
}

extension StringProtocol {
    /// The text without the white space of any script around it, as people leave it.
    public func trimmingWhitespace() -> SubSequence {
        let scalars = unicodeScalars
        var end = scalars.endIndex
        let start = scalars.firstIndex { !$0.properties.isWhitespace } ?? end
        while end > start, case let before = scalars.index(before: end), scalars[before].properties.isWhitespace {
            end = before
        }
        return self[start..<end]
    }
}
