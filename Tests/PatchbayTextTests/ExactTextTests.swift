import Testing

@testable import PatchbayText

struct ExactTextTests {
    private static let composed = "\u{E9}"
    private static let decomposed = "e\u{301}"

    @Test func equalsTheSameBytesOnly() {
        #expect(Self.composed == Self.decomposed)
        #expect(ExactText(Self.composed) != ExactText(Self.decomposed))
        #expect(Set([ExactText(Self.composed), ExactText(Self.decomposed), ExactText(Self.composed)]).count == 2)
        #expect(ExactText("a".uppercased()) == "A")
        #expect(!Self.composed.isExactly(Self.decomposed))
        #expect("abc".dropFirst().isExactly("bc"))
        #expect("b".isExactly(oneOf: "a", "b"))
        #expect(!"c".isExactly(oneOf: "a", "b"))
    }

    @Test(arguments: [0, 1, 7, 8, 15, 16, 17, 64])
    func comparesAllBytes(length: Int) {
        let text = String(repeating: "a", count: length)
        let copy = [text].joined()
        #expect(text.hasSameBytes(as: copy))
        for place in 0..<length {
            var bytes = Array(text.utf8)
            bytes[place] = UInt8(ascii: "b")
            #expect(!text.hasSameBytes(as: String(decoding: bytes, as: UTF8.self)))
        }
        #expect(!text.hasSameBytes(as: text + "a"))
    }

    @Test func sortsByBytes() {
        #expect([ExactText("b"), "\u{E9}", "e\u{301}", "a", "A"].sorted() == ["A", "a", "b", "e\u{301}", "\u{E9}"])
    }

    @Test func looksAtBytesNotAtCharacters() {
        #expect("e\u{301}x".starts(withBytesOf: "e"))
        #expect("xe\u{301}".ends(withBytesOf: "\u{301}"))
        #expect("a\u{301},b".parts(between: ",") == ["a\u{301}", "b"])
        #expect("a:b:c".parts(between: ":", most: 2) == ["a", "b:c"])
        #expect(",a,,b,".parts(between: ",", omittingEmpty: true) == ["a", "b"])
        #expect("".parts(between: ",") == [""])
        #expect("xe\u{301}".contains(bytesOf: "e"))
        #expect(!"xe".contains(bytesOf: "ex"))
        #expect("a?b".firstPlace(of: "?").map { "a?b"[$0...] } == "?b")
    }

    private enum Word: String, CaseIterable { case one, two }

    @Test func findsTheCaseOfAName() {
        #expect(Word(exactly: "two") == .two)
        #expect(Word(exactly: "Two") == nil)
    }
}
