import Testing

@testable import PatchbayText

struct Base64Tests {
    /// RFC 4648, section 10.
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ])
    func writesTheVectorsOfTheRFC(text: String, encoded: String) {
        #expect(Base64.encode(Array(text.utf8)) == encoded)
        #expect(Base64.decode(encoded.utf8) == Array(text.utf8))
        #expect(Base64.encodeURLSafe(Array(text.utf8)) == encoded.filter { $0 != "=" })
    }

    @Test(arguments: 0...64)
    func readsWhatItWrites(count: Int) {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 89 + 251) }
        #expect(Base64.decode(Base64.encode(bytes).utf8) == bytes)
        #expect(Base64.decode(Base64.encodeURLSafe(bytes).utf8) == bytes)
        #expect(Base64.decodeSkippingOthers(Base64.encode(bytes).utf8) == bytes)
    }

    @Test(arguments: [
        ("YWI=", [0x61, 0x62]), ("YWI", [0x61, 0x62]), ("YW\nJj", [0x61, 0x62, 0x63]), ("-_8", [0xFB, 0xFF]),
        ("+/8=", [0xFB, 0xFF]), ("", []),
    ])
    func readsBase64(text: String, bytes: [UInt8]) {
        #expect(Base64.decode(text.utf8) == bytes)
    }

    @Test(arguments: ["Y", "YW*J", "YWJjZ", "YQ==Yg==", "=YQ", "YQ\u{2010}"])
    func refusesWhatIsNoBase64(text: String) {
        #expect(Base64.decode(text.utf8) == nil)
    }

    /// As Node's `Buffer.from(text, "base64")`.
    @Test(arguments: [("YW*J j", "abc"), ("YQ==Yg==", "a"), ("Y", ""), ("üYWJj", "abc")])
    func skipsOthersAsNodeDoes(text: String, decoded: String) {
        #expect(Base64.decodeSkippingOthers(text.utf8) == Array(decoded.utf8))
    }
}
