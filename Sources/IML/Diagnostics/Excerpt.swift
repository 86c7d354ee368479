/// The beginning of some data, for an error that quotes it.
///
/// An excerpt keeps more than it shows. Whoever knows which parts of it are secret hides these first; only then is it
/// cut, so that a secret at the cut leaves no half of itself.
public struct Excerpt: Sendable, Hashable {
    /// The bytes that are kept, in UTF-8: the shown ones, and what shows whether a secret begins among them.
    public let bytes: [UInt8]
    /// How many bytes there were.
    public let count: Int
    private let mostCharacters: Int

    /// The most bytes an excerpt shows.
    public static let mostBytes = 4 << 10
    /// How many bytes are kept beyond the shown ones.
    private static let margin = 4 << 10

    /// Takes the beginning of bytes; those that are not UTF-8 are shown as U+FFFD.
    ///
    /// - Parameters:
    ///   - bytes: The data.
    ///   - mostCharacters: How many characters are shown, within ``mostBytes``.
    public init(of bytes: some Collection<UInt8>, showing mostCharacters: Int = .max) {
        let kept = Self.mostBytes + Self.margin
        count = bytes.count
        // A character the cut goes through is left out.
        var end = bytes.index(bytes.startIndex, offsetBy: min(kept, count))
        for _ in 0..<3 where end < bytes.endIndex && end > bytes.startIndex && bytes[end] & 0xC0 == 0x80 {
            end = bytes.index(end, offsetBy: -1)
        }
        self.bytes = Array(String(decoding: bytes[..<end], as: UTF8.self).utf8)
        isCut = end < bytes.endIndex
        self.mostCharacters = mostCharacters
    }

    /// Takes the beginning of a text.
    ///
    /// - Parameters:
    ///   - text: The data.
    ///   - mostCharacters: How many characters are shown, within ``mostBytes``.
    public init(of text: String, showing mostCharacters: Int = .max) {
        self.init(of: text.utf8, showing: mostCharacters)
    }

    /// Takes the beginning of a value's JSON.
    ///
    /// - Parameters:
    ///   - value: The data.
    ///   - mostCharacters: How many characters are shown, within ``mostBytes``.
    public init(of value: Value, showing mostCharacters: Int) {
        guard case .text(let text) = value, text.utf8.count > Self.mostBytes + Self.margin else {
            self.init(of: value.description, showing: mostCharacters)
            return
        }
        let start = String(decoding: text.utf8.prefix(Self.mostBytes + Self.margin), as: UTF8.self)
        self.init(of: Value.text(start).description.utf8.dropLast(), showing: mostCharacters, count: text.utf8.count)
    }

    private init(of bytes: some Collection<UInt8>, showing mostCharacters: Int, count: Int) {
        let beginning = Excerpt(of: bytes, showing: mostCharacters)
        self.bytes = beginning.bytes
        self.count = count
        self.mostCharacters = mostCharacters
        isCut = true
    }

    /// Whether there was more than is kept.
    public let isCut: Bool

    /// What is shown: all of it, or the beginning and `…`.
    ///
    /// - Parameters:
    ///   - hidden: The bytes not to show, in order and apart; they count as the mask in their place.
    ///   - mask: What is shown in the place of each.
    public func shown(hiding hidden: [Range<Int>] = [], as mask: String = "") -> String {
        var output = Output(characters: mostCharacters, bytes: Self.mostBytes)
        var position = 0
        for range in hidden {
            guard output.add(bytes[position..<range.lowerBound]), output.add(whole: mask) else {
                return output.text + "…"
            }
            position = range.upperBound
        }
        return output.add(bytes[position...]) && !isCut ? output.text : output.text + "…"
    }

    /// A text that takes characters as long as there is room.
    private struct Output {
        var text = ""
        var characters: Int
        var bytes: Int

        init(characters: Int, bytes: Int) {
            self.characters = characters
            self.bytes = bytes
        }

        /// Adds characters; says whether there was room for all of them.
        mutating func add(_ more: ArraySlice<UInt8>) -> Bool {
            let piece = String(decoding: more, as: UTF8.self)
            var end = piece.startIndex
            var isWhole = true
            for index in piece.indices {
                let size = piece[index].utf8.count
                guard characters > 0, bytes >= size else {
                    isWhole = false
                    break
                }
                characters -= 1
                bytes -= size
                end = piece.index(after: index)
            }
            text += piece[..<end]
            return isWhole
        }

        /// Adds a piece that is not taken apart; says whether there is room for more.
        mutating func add(whole piece: String) -> Bool {
            text += piece
            characters -= min(characters, piece.count)
            bytes -= min(bytes, piece.utf8.count)
            return true
        }
    }
}
