import Foundation
import PatchbayText

/// Letters without the marks on them.
enum Diacritics {
    /// Appends the ASCII of a text, given as UTF-8: what is ASCII, and the base of a letter with marks.
    ///
    /// Each character is decomposed by itself (Unicode's canonical decomposition). Putting marks that follow one another
    /// into canonical order, which takes longer than the text is long, moves none of what stays.
    static func appendASCII(of bytes: UnsafeBufferPointer<UInt8>, to output: inout OutputBuffer) {
        if ASCII.isOnly(bytes) { return output.append(bytes: bytes) }
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            if scalar.isASCII {
                output.append(UInt8(truncatingIfNeeded: scalar.value))
            } else if let base = bases[scalar] {
                output.append(text: base)
            }
        }
    }

    /// The ASCII of every other character that has some.
    private static let bases: [Unicode.Scalar: String] = {
        var bases: [Unicode.Scalar: String] = [:]
        for scalar in decomposable.joined().lazy.compactMap(Unicode.Scalar.init) {
            let parts = String(scalar).decomposedStringWithCanonicalMapping.unicodeScalars
            let base = parts.map { $0.isASCII ? String($0) : ligatures[$0] ?? "" }.joined()
            if !base.isEmpty { bases[scalar] = base }
        }
        return bases
    }()

    /// Where Unicode has characters that decompose into ASCII and marks, and those of ``ligatures``.
    private static let decomposable: [ClosedRange<UInt32>] = [
        0xC0...0x24F, 0x37E...0x37E, 0x1E00...0x1EFF, 0x1FEF...0x1FEF, 0x212A...0x212B, 0x2260...0x2260,
        0x226E...0x226F,
    ]

    /// Letters that are no combination of a base and a mark.
    private static let ligatures: [Unicode.Scalar: String] = [
        "ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L",
        "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "TH", "ħ": "h", "Ħ": "H", "ı": "i", "ŧ": "t", "Ŧ": "T",
    ]
}
