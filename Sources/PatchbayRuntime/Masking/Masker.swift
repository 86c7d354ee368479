import IML
import PatchbayText

/// Finds secrets in whatever form a service or a request writes them, and puts a mask in their place.
///
/// A text is searched as it is, and as what it stands for: with its escapes taken off (of percent-encoding, JSON, HTML
/// and XML, in several layers), without the zeros of UTF-16 that nobody says is so, its runs of hexadecimal digits read,
/// its runs of base64 read from each of the four digits they may begin at; and what comes of that once more,
/// ``mostLayers`` in all. So a secret is kept once, whatever forms it has, and a search takes time that grows with the
/// text alone: each way to read it makes no more bytes than three for each byte there is, of most texts far fewer.
struct Masker: Sendable {
    /// How many encodings within another are taken off.
    static let mostLayers = 3

    /// What stands in a secret's place.
    static let mask = "‹secret›"

    let finders: [SecretFinder]

    /// Hides what some finders find.
    init(_ finders: [SecretFinder]) {
        self.finders = finders
    }

    /// Hides secrets.
    init(_ secrets: SecretTexts) {
        self.init([SecretFinder(secrets)])
    }

    /// The same, hiding what others find too.
    func adding(_ others: [SecretFinder]) -> Masker {
        others.isEmpty ? self : Masker(finders + others)
    }

    /// About how much memory what it keeps takes.
    var cost: Int { finders.reduce(0) { $0 + $1.cost } }

    /// Whether a text holds a secret.
    func occur(in text: String) -> Bool { occur(in: Array(text.utf8)) }

    /// Whether bytes hold a secret.
    func occur(in bytes: [UInt8]) -> Bool {
        let text = DecodedText(bytes, isCut: false, keepsPlaces: false)
        return !search(text, with: ready, layers: Self.mostLayers) { _, _ in false }
    }

    /// Where secrets stand in a text, in order and apart.
    ///
    /// - Parameters:
    ///   - bytes: The text.
    ///   - isCut: Whether more of it was cut off, so that a secret may only begin at its end.
    func places(in bytes: [UInt8], isCut: Bool = false) -> [Range<Int>] {
        let ready = ready
        guard !ready.isEmpty, !bytes.isEmpty else { return [] }
        // How many of what was found begin at a byte, less how many end there: time does not grow with overlaps.
        var changes: [Int32] = []
        let text = DecodedText(bytes, isCut: isCut, keepsPlaces: true)
        _ = search(text, with: ready, layers: Self.mostLayers) { text, found in
            if changes.isEmpty { changes = Array(repeating: 0, count: bytes.count + 1) }
            let place = text.place(of: found)
            changes[place.lowerBound] += 1
            changes[place.upperBound] -= 1
            return true
        }
        return Self.ranges(of: changes)
    }

    private static func ranges(of changes: [Int32]) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var depth: Int32 = 0
        var start = 0
        for (position, change) in changes.enumerated() where change != 0 {
            if depth == 0 { start = position }
            depth += change
            if depth == 0 { ranges.append(start..<position) }
        }
        return ranges
    }

    private var ready: [SecretFinder.Prepared] { finders.map(\.ready).filter { !$0.isEmpty } }

    /// Searches a text in every way it may be read.
    ///
    /// - Parameter found: Is told of what stands where in which reading; says whether to go on.
    /// - Returns: Whether it went on to the end.
    private func search(
        _ text: DecodedText,
        with ready: [SecretFinder.Prepared],
        layers: Int,
        found: (DecodedText, Range<Int>) -> Bool
    ) -> Bool {
        for finder in ready where !finder.search(text, found: found) { return false }
        guard layers > 0 else { return true }
        if let inner = text.unescaped(), !search(inner, with: ready, layers: layers - 1, found: found) { return false }
        if let inner = text.withoutZeros(), !search(inner, with: ready, layers: layers - 1, found: found) {
            return false
        }
        for skipped in 0..<2 {
            guard let inner = text.hexadecimal(skipping: skipped) else { break }
            if !search(inner, with: ready, layers: layers - 1, found: found) { return false }
        }
        for skipped in 0..<4 {
            guard let inner = text.base64(skipping: skipped) else { continue }
            if !search(inner, with: ready, layers: layers - 1, found: found) { return false }
        }
        return true
    }
}

extension SecretFinder.Prepared {
    /// Searches one reading of a text.
    ///
    /// - Returns: Whether it went on to the end.
    fileprivate func search(_ text: DecodedText, found: (DecodedText, Range<Int>) -> Bool) -> Bool {
        let begun = text.bytes.withUnsafeBufferPointer { bytes in
            automaton.search(bytes) { found(text, $0.start..<$0.end) }
        }
        guard let begun else { return false }
        if text.isCut, begun > 0, !found(text, text.bytes.count - begun..<text.bytes.count) { return false }
        guard !shorts.isEmpty else { return true }
        switch text.words {
        case .anywhere: return shorts.search(text.bytes, in: text.bytes.indices) { found(text, $0) }
        case .inside(let runs):
            return runs.allSatisfy { run in shorts.search(text.bytes, in: run) { found(text, $0) } }
        }
    }
}

// MARK: - Texts and structures

extension Masker {
    /// A text with a mask in the place of every secret.
    func masked(_ text: String) -> String {
        let bytes = Array(text.utf8)
        let places = places(in: bytes)
        return places.isEmpty ? text : String(decoding: Self.masked(bytes, at: places), as: UTF8.self)
    }

    /// Bytes with a mask in the place of every secret.
    func masked(_ bytes: [UInt8]) -> [UInt8] { Self.masked(bytes, at: places(in: bytes)) }

    /// A text that was cut off, with a mask in the place of every secret, the one included that begins at the cut.
    func maskedBeginning(_ bytes: [UInt8]) -> String {
        String(decoding: Self.masked(bytes, at: places(in: bytes, isCut: true)), as: UTF8.self)
    }

    private static func masked(_ bytes: [UInt8], at places: [Range<Int>]) -> [UInt8] {
        var output: [UInt8] = []
        var position = 0
        for place in places {
            output += bytes[position..<place.lowerBound]
            output += mask.utf8
            position = place.upperBound
        }
        return output + bytes[position...]
    }

    /// What is shown of data: the beginning, cut after every secret in it is masked.
    func shown(_ excerpt: Excerpt) -> String {
        excerpt.shown(hiding: places(in: excerpt.bytes, isCut: excerpt.isCut), as: Self.mask)
    }

    /// The beginning of a text as far as an error shows it, with every secret masked.
    func shown(_ text: String) -> String { shown(Excerpt(of: text)) }

    /// A value with every secret in its texts and names masked; a number is masked where all of it is one.
    func masked(_ value: Value) -> Value {
        ready.isEmpty ? value : maskedParts(value)
    }

    private func maskedParts(_ value: Value) -> Value {
        switch value {
        case .text(let text): return .text(masked(text))
        case .number(let number):
            let text = Array(number.description.utf8)
            return places(in: text) == [text.indices] ? .text(Self.mask) : value
        case .array(let elements): return .array(elements.map(maskedParts))
        case .collection(let fields): return .collection(masked(fields))
        default: return value
        }
    }

    /// Names that are alike once they are masked are told apart by their number.
    private func masked(_ fields: Fields) -> Fields {
        var shown = Fields(caseInsensitiveKeys: fields.hasCaseInsensitiveKeys)
        var count = 0
        for (key, value) in fields {
            var name = masked(key)
            if name != key {
                count += 1
                if shown[name] != nil { name += " \(count)" }
            }
            shown[name] = maskedParts(value)
        }
        return shown
    }
}
