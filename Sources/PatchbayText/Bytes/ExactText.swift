/// A text that equals another when their UTF-8 is the same: for keys, for sets, and for choices among words.
///
/// `String` itself takes canonically equivalent texts as equal and hashes what they have in common. JSON, HTTP and
/// JavaScript do not; and it costs time that grows with the square of a run of combining marks, which anybody can send.
@usableFromInline
package struct ExactText: Sendable {
    /// The text.
    @usableFromInline package let text: String

    /// Takes a text.
    @inlinable
    @inline(__always)
    package init(_ text: String) {
        self.text = text
    }

    /// Takes a part of a text.
    package init(_ text: Substring) {
        self.text = String(text)
    }
}

extension ExactText: Hashable {
    @inlinable
    package static func == (one: ExactText, other: ExactText) -> Bool { one.text.hasSameBytes(as: other.text) }

    @inlinable
    package func hash(into hasher: inout Hasher) {
        text.withBytes { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}

extension ExactText: Comparable {
    /// The order of the bytes, which is that of the characters' numbers.
    @inlinable
    package static func < (one: ExactText, other: ExactText) -> Bool {
        one.text.withBytes { left in other.text.withBytes { left.lexicographicallyPrecedes($0) } }
    }
}

extension ExactText: ExpressibleByStringLiteral {
    @inlinable
    package init(stringLiteral text: String) {
        self.init(text)
    }
}

extension ExactText: CustomStringConvertible {
    @inlinable
    package var description: String { text }
}

extension StringProtocol {
    /// Whether two texts are the same bytes; see ``ExactText``.
    @inlinable
    package func isExactly(_ other: some StringProtocol) -> Bool { utf8.elementsEqual(other.utf8) }

    /// Whether the text is one of some words, byte for byte.
    @inlinable
    package func isExactly(oneOf words: String...) -> Bool { words.contains { isExactly($0) } }

    /// Whether the text begins with the bytes of another.
    @inlinable
    package func starts(withBytesOf other: String) -> Bool { utf8.starts(with: other.utf8) }

    /// The parts between ASCII characters of a kind.
    @inlinable
    package func parts(
        between isSeparator: (UInt8) -> Bool,
        most: Int = .max,
        omittingEmpty: Bool = false
    ) -> [SubSequence] {
        utf8.split(maxSplits: most - 1, omittingEmptySubsequences: omittingEmpty, whereSeparator: isSeparator).map {
            self[$0.startIndex..<$0.endIndex]
        }
    }

    /// The parts between an ASCII character.
    @inlinable
    package func parts(
        between separator: Unicode.Scalar,
        most: Int = .max,
        omittingEmpty: Bool = false
    ) -> [SubSequence] {
        let byte = UInt8(ascii: separator)
        return parts(between: { $0 == byte }, most: most, omittingEmpty: omittingEmpty)
    }

    /// Where an ASCII character first stands.
    @inlinable
    package func firstPlace(of character: Unicode.Scalar) -> Index? { utf8.firstIndex(of: UInt8(ascii: character)) }
}

extension StringProtocol where UTF8View: BidirectionalCollection {
    /// Whether the text ends with the bytes of another.
    @inlinable
    package func ends(withBytesOf other: String) -> Bool {
        utf8.suffix(other.utf8.count).elementsEqual(other.utf8)
    }
}

extension RawRepresentable<String> where Self: CaseIterable {
    /// The case of a name, byte for byte; `nil` when there is none.
    @inlinable
    package init?(exactly name: String) {
        guard let named = Self.allCases.first(where: { $0.rawValue.isExactly(name) }) else { return nil }
        self = named
    }
}
