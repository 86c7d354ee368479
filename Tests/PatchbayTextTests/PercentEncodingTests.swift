import Testing

@testable import PatchbayText

struct PercentEncodingTests {
    @Test(arguments: [
        ("abcXYZ019-._~", "abcXYZ019-._~"), (" ", "%20"), ("+", "%2B"), ("%41", "%2541"),
        ("ü€😀", "%C3%BC%E2%82%AC%F0%9F%98%80"),
        ("!*'(),/:;@$=&?#[]", "%21%2A%27%28%29%2C%2F%3A%3B%40%24%3D%26%3F%23%5B%5D"), ("", ""),
        ("\u{0}\u{7F}", "%00%7F"),
    ])
    func escapesAllButUnreservedCharacters(text: String, encoded: String) {
        #expect(PercentEncoding.encode(text) == encoded)
    }

    @Test(arguments: [
        ("a+b", "a b"), ("a%20b", "a b"), ("%2B", "+"), ("%", "%"), ("%4", "%4"), ("%zz", "%zz"), ("%c3%BC", "ü"),
        ("%%41", "%A"),
    ])
    func decodesForms(form: String, text: String) {
        #expect(String(decoding: FormDecoding.decode(form.utf8), as: UTF8.self) == text)
    }

    @Test func findsTheFirstValueOfAName() {
        let form = "a=1&b%5B%5D=2&a=3&empty=&bare".utf8
        #expect(FormDecoding.value(of: "a", in: form) == "1")
        #expect(FormDecoding.value(of: "b[]", in: form) == "2")
        #expect(FormDecoding.value(of: "empty", in: form) == "")
        #expect(FormDecoding.value(of: "bare", in: form) == "")
        #expect(FormDecoding.value(of: "c", in: form) == nil)
    }

    @Test func pairsAreAsTheyAreWritten() {
        let pairs = FormDecoding.pairs(of: "a=1&&b&=c&d=e=f&".utf8).map { pair in
            [String(Substring(pair.name)), pair.value.map { String(Substring($0)) }]
        }
        #expect(pairs == [["a", "1"], ["b", nil], ["", "c"], ["d", "e=f"]])
        #expect(FormDecoding.pairs(of: "".utf8).isEmpty)
    }

    @Test(arguments: [
        ("a+b", "a+b"), ("a%20b", "a b"), ("%", "%"), ("%4", "%4"), ("%zz", "%zz"), ("%c3%BC", "ü"), ("%%41", "%A"),
        ("%FF", "\u{FFFD}"),
    ])
    func decodesWhatIsNoForm(encoded: String, text: String) {
        #expect(PercentEncoding.text(encoded.utf8) == text)
    }

    @Test(arguments: [
        ("a+b%41", "a+bA"), ("", ""), ("%25", "%"), ("%", nil), ("a%4", nil), ("%zz", nil), ("%%41", nil),
    ])
    func decodesStrictly(encoded: String, text: String?) {
        #expect(PercentEncoding.decodeStrictly(encoded.utf8) == text.map { Array($0.utf8) })
    }

    @Test(arguments: [
        ("/a b/%41/%zz/%4", "/a%20b/%41/%25zz/%254"), ("/ü[1]", "/%C3%BC%5B1%5D"),
        ("/a!$&'()*+,;=:@", "/a!$&'()*+,;=:@"),
        ("", ""),
    ])
    func leavesTheEscapesThatAreThere(path: String, encoded: String) {
        #expect(PercentEncoding.encodeUnescaped(path, keeping: .path) == encoded)
    }

    @Test func keepsWhatItIsTold() {
        #expect(PercentEncoding.encode("a b/c!", keeping: ASCIISet.unreserved.union(ASCIISet("/"))) == "a%20b/c%21")
        #expect(PercentEncoding.encode("a b!'()*", keeping: .component) == "a%20b!'()*")
    }

    @Test func encodesEveryByte() {
        let bytes = Array(UInt8.min...UInt8.max)
        var encoded: [UInt8] = []
        PercentEncoding.append(bytes, to: &encoded)
        #expect(PercentEncoding.decode(encoded) == bytes)
        #expect(encoded.count == 66 + (256 - 66) * 3)
        var one: [UInt8] = []
        for byte in bytes { PercentEncoding.append(byte, to: &one) }
        #expect(one == encoded)
    }
}
