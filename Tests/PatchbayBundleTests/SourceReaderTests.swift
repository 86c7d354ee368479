import IML
import Testing

@testable import PatchbayBundle

@Suite("Reading JSON as people write it")
struct SourceReaderTests {
    private func read(_ text: String) throws(SourceError) -> SourceReader.Document {
        try SourceReader.read(SourceFile(path: "a.iml.json", bytes: Array(text.utf8)))
    }

    private func error(_ text: String) -> String {
        error(bytes: Array(text.utf8))
    }

    private func error(bytes: [UInt8]) -> String {
        let file = SourceFile(path: "a.iml.json", bytes: bytes)
        do throws(SourceError) {
            _ = try SourceReader.read(file)
            return "no error"
        } catch {
            return Diagnostic(error.code, error.message, at: file.place(at: error.offset)).description
        }
    }

    @Test func takesCommentsTrailingCommasAndAByteOrderMark() throws {
        let text =
            "\u{FEFF}// first\n{ /* a */ \"a\": [1, -2.50, 3e2,], // b\n \"b\": {\"c\": null, \"d\": true,}, }\n/* end */"
        let root = try #require(try read(text).root)
        #expect(root.value == ["a": [1, -2.5, 300], "b": ["c": .null, "d": true]])
    }

    @Test func takesRawLineEndsAndTabsInTexts() throws {
        let root = try #require(try read("{\"help\": \"one\n\ttwo\r\nthree\"}").root)
        #expect(root["help"]?.text == "one\n\ttwo\r\nthree")
    }

    @Test(arguments: ["", "  \n", "\u{FEFF}", "// only a comment", "/* a\n b */ \n"])
    func anEmptyFileHasNoValue(text: String) throws {
        #expect(try read(text).root == nil)
    }

    @Test func leavesSlashesInTextsAlone() throws {
        #expect(try read(#"["http://a/*b*/c", "//"]"#).root?.value == ["http://a/*b*/c", "//"])
    }

    @Test func resolvesEscapes() throws {
        let root = try #require(try read(#""a\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00\ud800x""#).root)
        #expect(root.text == "a\"\\/\u{8}\u{C}\n\r\té😀\u{FFFD}x")
    }

    @Test func knowsThePlaceOfEveryKeyAndValue() throws {
        let root = try #require(try read("{\n  \"é\": 1, \"b\": {\n\"c\": [true]}}").root)
        let entries = try #require(root.entries)
        #expect(entries[1].keyPlace == SourcePlace(file: "a.iml.json", line: 2, column: 11))
        let inner = try #require(root["b"]?["c"]?.elements?.first)
        #expect(inner.place == SourcePlace(file: "a.iml.json", line: 3, column: 7))
    }

    @Test func columnsOfALongLineCountItsCharacters() throws {
        let text = "[\"" + String(repeating: "é€😀", count: 1_000) + "\",\n\"é\", true]"
        let elements = try #require(try read(text).root?.elements)
        #expect(elements[0].file.place(inTextAt: elements[0].offset, decodedOffset: 9 * 500).column == 3 + 1_500)
        #expect(elements[2].place == SourcePlace(file: "a.iml.json", line: 2, column: 6))
    }

    @Test func mapsPlacesInTextsThroughEscapes() throws {
        let text = "[\"\\u007b\\u007b \\\"é\\\" \\ud83d\\ude00\n x\"]"
        let node = try #require(try read(text).root?.elements?.first)
        let decoded = try #require(node.text)
        #expect(decoded == "{{ \"é\" 😀\n x")
        let x = Array(decoded.utf8).count - 1
        #expect(node.file.place(inTextAt: node.offset, decodedOffset: x).line == 2)
        #expect(node.file.place(inTextAt: node.offset, decodedOffset: x).column == 2)
        #expect(node.file.place(inTextAt: node.offset, decodedOffset: 1).column == 9)
        #expect(node.file.place(inTextAt: node.offset, decodedOffset: 3).column == 16)
        #expect(node.file.place(inTextAt: node.offset, decodedOffset: 4).column == 18)
    }

    @Test func findsKeysThatStandTwiceButNotSpreads() throws {
        let document = try read(
            "{\"a\": 1, \"{{...}}\": \"{{x}}\", \"{{ ... }}\": \"{{y}}\", \"{{...}}\": 2,\n \"a\": 3}"
        )
        #expect(document.duplicates.map(\.key) == ["a"])
        #expect(document.duplicates.first?.keyPlace.line == 2)
        #expect(document.root?["a"]?.value == 3)
    }

    @Test(arguments: [
        ("{\n  \"a\": ]", "a.iml.json:2:8: error: Expected a value, found `]` [syntax]"),
        ("{\"a\" 1}", "a.iml.json:1:6: error: Expected `:` after the key 'a', found `1` [syntax]"),
        ("{a: 1}", "a.iml.json:1:2: error: Expected a key in double quotes or `}`, found `a` [syntax]"),
        ("[1 2]", "a.iml.json:1:4: error: Expected `,` or the `]` that ends the array, found `2` [syntax]"),
        (
            "{\"a\": 1",
            "a.iml.json:1:8: error: Expected `,` or the `}` that ends the object, found the end of the file [syntax]"
        ),
        (
            "{\"a\": yes}",
            "a.iml.json:1:7: error: Expected a value, found `yes`; a text stands in double quotes [syntax]"
        ),
        ("{} {}", "a.iml.json:1:4: error: Expected the end of the file, found `{` [syntax]"),
        ("[\"abc", "a.iml.json:1:2: error: The text that starts here has no closing quote [syntax]"),
        ("/* open", "a.iml.json:1:1: error: The comment that starts here is never closed [syntax]"),
        ("[1, /x]", "a.iml.json:1:5: error: Expected a comment after `/`: `// …` or `/* … */` [syntax]"),
        ("[01]", "a.iml.json:1:2: error: '01' is not a number as JSON writes one [syntax]"),
        ("[1.]", "a.iml.json:1:2: error: '1.' is not a number as JSON writes one [syntax]"),
        (
            "[\"\\x\"]",
            "a.iml.json:1:3: error: There is no such escape in JSON; a backslash itself is written `\\\\` [syntax]"
        ),
        ("[\"\\u12\"]", "a.iml.json:1:3: error: `\\u` needs four hexadecimal digits [syntax]"),
        ("[\"\u{1}\"]", "a.iml.json:1:3: error: A control character in a text has to be escaped [syntax]"),
    ])
    func saysWhereAndWhatWasExpected(text: String, message: String) {
        #expect(error(text) == message)
    }

    @Test func refusesBytesThatAreNotUTF8() {
        #expect(
            error(bytes: Array("{\n\"a\": \"b".utf8) + [0xFF] + Array("\"}".utf8))
                == "a.iml.json:2:8: error: The file is not valid UTF-8 here; save it as UTF-8 [invalid-utf8]"
        )
    }

    @Test func refusesWhatNestsTooDeep() {
        let deep = String(repeating: "[", count: 100_000)
        #expect(error(deep) == "a.iml.json:1:129: error: The file nests deeper than 128 levels [too-deep]")
        let fine = String(repeating: "[", count: 128) + String(repeating: "]", count: 128)
        #expect(error(fine) == "no error")
    }

    @Test func readsNumbersWithAllTheirDigits() throws {
        let root = try #require(try read("[0.1, 12345678901234567890, 1E-3]").root)
        #expect(root.elements?.map(\.value.text) == ["0.1", "12345678901234567890", "0.001"])
    }
}
