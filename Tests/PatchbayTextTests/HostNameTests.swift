import Testing

@testable import PatchbayText

/// Host names with letters the name system does not have; the forms are those of Python's codec `punycode`.
struct HostNameTests {
    @Test(arguments: [
        ("example.com", "example.com"), ("bücher.example", "xn--bcher-kva.example"),
        ("BÜCHER.example", "xn--bcher-kva.example"), ("bu\u{308}cher.example", "xn--bcher-kva.example"),
        ("www.例え.テスト.", "www.xn--r8jz45g.xn--zckzah."), ("пример.рф", "xn--e1afmkfd.xn--p1ai"),
        ("äöü-straße.de", "xn---strae-fta8a4l9b.de"), ("παράδειγμα.gr", "xn--hxajbheg2az3al.gr"),
        ("a1ü.x", "xn--a1-yka.x"), ("1.ü1.x", "1.xn--1-dha.x"), ("你好你好.cn", "xn--6qqa088eba.cn"),
        ("zażółć.pl", "xn--za-6ja4f8n1l.pl"),
    ])
    func haveAnASCIIForm(name: String, ascii: String) {
        #expect(HostName.asciiForm(name) == ascii)
        #expect(HostName.isWellFormed(ascii))
    }

    @Test(arguments: [
        "a\u{200B}ü.com", "ü .com", "ü/x.com", "☃.net", "ü\u{3002}com", String(repeating: "ü", count: 64),
    ])
    func areRefusedWithAnythingButLetters(name: String) {
        #expect(HostName.asciiForm(name) == nil)
    }

    @Test func aLabelThatGetsTooLongIsNotWellFormed() throws {
        let form = try #require(HostName.asciiForm(String(repeating: "aü", count: 31)))
        #expect(!HostName.isWellFormed(form))
    }
}
