import Testing

@testable import PatchbayText

struct ASCIITests {
    @Test func classesAreThoseOfTheCharacters() {
        for byte in UInt8.min...UInt8.max {
            let character = byte < 0x80 ? Character(Unicode.Scalar(byte)) : "\u{FFFD}"
            #expect(byte.isASCIIDigit == ("0"..."9").contains(character))
            #expect(byte.isASCIILetter == (character.isASCII && character.isLetter))
            #expect(byte.isASCIIAlphanumeric == (byte.isASCIIDigit || byte.isASCIILetter))
            #expect(byte.isASCIIBlank == (character == " " || character == "\t"))
            #expect(byte.isASCIIControl == (byte < 32 || byte == 127))
            #expect(byte.isHexadecimalDigit == (character.isASCII && character.isHexDigit))
            #expect(byte.hexadecimalValue.map { Int($0) } == (character.isASCII ? character.hexDigitValue : nil))
            guard byte < 0x80 else {
                #expect(byte.lowercasedASCII == byte && byte.uppercasedASCII == byte)
                continue
            }
            #expect(byte.lowercasedASCII == character.lowercased().utf8.first)
            #expect(byte.uppercasedASCII == character.uppercased().utf8.first)
        }
    }

    private static let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

    @Test(arguments: [
        (ASCIISet.alphanumerics, "0123456789"), (.unreserved, "0123456789-._~"), (.scheme, "0123456789+-."),
        (.token, "0123456789!#$%&'*+-.^_`|~"), (.component, "0123456789-._~!*'()"),
        (.path, "0123456789-._~!$&'()*+,;=:@/"), (.query, "0123456789-._~!$&'()*+,;=:@/?[]"),
        (.visible, "0123456789!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"),
    ])
    func setsHoldTheirCharacters(set: ASCIISet, besidesLetters: String) {
        #expect(set == ASCIISet(besidesLetters + Self.letters))
        for byte in UInt8.min...UInt8.max {
            #expect(set.contains(byte) == (besidesLetters + Self.letters).utf8.contains(byte))
        }
    }

    @Test func setsAreJoined() {
        #expect(ASCIISet("ab").union(ASCIISet("bc1")) == ASCIISet("1abc"))
        #expect(ASCIISet("ab1").subtracting(ASCIISet("b2")) == ASCIISet("a1"))
        #expect(ASCIISet("aé") == ASCIISet("a"))
    }

    @Test(arguments: [
        ("", true), ("a", true), ("\u{7F}", true), ("\u{80}", false), ("abcdefgh", true), ("abcdefgé", false),
        ("abcdefghi\u{C4}", false), (String(repeating: "a", count: 1_000), true),
    ])
    func knowsTextsThatAreOnlyASCII(text: String, isOnly: Bool) {
        #expect(text.isASCIIOnly == isOnly)
    }

    @Test(arguments: [
        ("", "", true), ("Content-Type", "content-TYPE", true), ("a", "b", false), ("a", "ab", false),
        ("@", "`", false), ("[", "{", false), ("É", "é", false), ("\u{212A}", "k", false),
    ])
    func comparesWithoutTheCaseOfASCIILetters(one: String, other: String, areSame: Bool) {
        #expect(one.isSameIgnoringASCIICase(other) == areSame)
        #expect(other.isSameIgnoringASCIICase(one) == areSame)
    }

    @Test(arguments: [
        ("", ""), (" ", ""), ("\t \t", ""), (" a b ", "a b"), ("a", "a"), ("\u{A0}a", "\u{A0}a"), ("a\n", "a\n"),
    ])
    func trimsBlanks(text: String, trimmed: String) {
        #expect(text.trimmingBlanks() == trimmed)
        #expect(text[...].trimmingBlanks() == trimmed)
        #expect(Array(text.utf8).trimming(\.isASCIIBlank).elementsEqual(trimmed.utf8))
    }

    @Test(arguments: [("\u{A0}\n a b\u{2003}\r\n", "a b"), ("", ""), ("\u{3000}", ""), ("\u{FEFF}a", "\u{FEFF}a")])
    func trimsWhiteSpaceOfAnyScript(text: String, trimmed: String) {
        #expect(text.trimmingWhitespace() == trimmed)
    }
}
