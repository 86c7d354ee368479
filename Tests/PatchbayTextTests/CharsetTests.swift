import Foundation
import PatchbayText
import Testing

/// Encodings against PyPI's webencodings and Python's codecs; `Generators/charsets.py` made the cases.
struct CharsetTests {
    private struct Cases: Decodable {
        struct Sample: Decodable {
            let text: String
            let bytes: String
        }

        let labels: [String: String]
        let upperHalves: [String: String]
        let texts: [String: Sample]
    }

    private let cases: Cases

    init() throws {
        let file = try #require(Bundle.module.url(forResource: "Cases/charsets", withExtension: "json"))
        cases = try JSONDecoder().decode(Cases.self, from: Data(contentsOf: file))
    }

    private func decoded(_ bytes: [UInt8], _ label: String) throws -> String {
        String(decoding: try #require(Charset(label: label)).utf8(bytes), as: UTF8.self)
    }

    @Test func knowsEveryLabelOfTheStandardAndNoOther() {
        #expect(cases.labels.count == 228)
        for (label, name) in cases.labels {
            #expect(Charset(label: label)?.name == name, "\(label)")
            #expect(Charset(label: " \(label.uppercased())\t")?.name == name, "\(label)")
        }
        for label in [
            "", "utf-7", "latin", "iso-8859-12", "utf-8x", "binary", "utf8:", String(repeating: "u", count: 99),
        ] {
            #expect(Charset(label: label) == nil, "\(label)")
        }
    }

    @Test func readsEveryByteOfSingleByteEncodings() throws {
        #expect(cases.upperHalves.count == 29)
        for (name, expected) in cases.upperHalves {
            let text = try decoded(Array(0...0xFF), name)
            #expect(Array(text.unicodeScalars.prefix(128)) == (0..<128).map { Unicode.Scalar($0) }, "\(name)")
            #expect(Array(text.unicodeScalars.dropFirst(128)) == Array(expected.unicodeScalars), "\(name)")
            #expect(Charset(label: name)?.isSingleByte == true)
        }
    }

    @Test func readsMultiByteEncodings() throws {
        #expect(cases.texts.count == 7)
        for (name, sample) in cases.texts {
            let digits = Array(sample.bytes)
            let bytes = stride(from: 0, to: digits.count, by: 2).compactMap {
                UInt8(String(digits[$0...$0 + 1]), radix: 16)
            }
            #expect(try decoded(bytes, name) == sample.text, "\(name)")
            #expect(Charset(label: name)?.isSingleByte == false)
        }
        #expect(try decoded([0x41, 0x00, 0x3D, 0xD8, 0x00, 0xDE], "utf-16") == "A😀")
        #expect(try decoded([0x00, 0x41, 0xD8], "utf-16be") == "A\u{FFFD}")
        #expect(try decoded(Array("<b>".utf8), "iso-2022-kr") == "\u{FFFD}")
    }

    @Test func replacesWhatIsNoCharacterAndLosesNothingBehindIt() throws {
        #expect(try decoded([0xC7, 0xD1, 0xFF, 0x41], "euc-kr") == "한\u{FFFD}A")
        #expect(try decoded([0x41, 0x81], "shift_jis") == "A\u{FFFD}")
        #expect(try decoded([0xC3, 0x28], "utf-8") == "\u{FFFD}(")
        #expect(try decoded([0xFF, 0x41], "iso-8859-6") == "\u{FFFD}A")
    }

    @Test(arguments: ["euc-kr", "shift_jis", "gb18030", "big5"])
    func readsLongTextsWhole(label: String) throws {
        let broken = [UInt8](repeating: 0xFF, count: 100_000)
        #expect(try decoded(broken, label).unicodeScalars.count == 100_000)
        let plain = [UInt8](repeating: 0x61, count: 1_000_000)
        #expect(try decoded(plain, label).utf8.count == 1_000_000)
    }

    @Test func readsMarks() throws {
        #expect(Charset.marked([0xEF, 0xBB, 0xBF, 0x41])?.charset == .utf8)
        #expect(Charset.marked([0xFF, 0xFE, 0x41, 0])?.charset.name == "utf-16le")
        #expect(Charset.marked([0xFE, 0xFF])?.markLength == 2)
        #expect(Charset.marked([0x41]) == nil)
    }
}
