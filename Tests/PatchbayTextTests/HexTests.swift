import Testing

@testable import PatchbayText

struct HexTests {
    @Test func writesTwoDigitsForEachByte() {
        #expect(Hex.encode([0x00, 0x09, 0x0A, 0x9F, 0xA0, 0xFF]) == "00090a9fa0ff")
        #expect(Hex.encode([UInt8]()) == "")
    }

    @Test func writesNumbersWithTheirZeros() {
        #expect(Hex.encode(UInt32(1)) == "00000001")
        #expect(Hex.encode(UInt64.max - 15) == "fffffffffffffff0")
    }

    @Test func readsWhatItWrites() {
        let bytes = Array(0...UInt8.max)
        #expect(Hex.decode(Hex.encode(bytes).utf8) == bytes)
        #expect(Hex.decode("00FFaB".utf8) == [0x00, 0xFF, 0xAB])
        #expect(Hex.decode("".utf8) == [])
    }

    @Test(arguments: ["0", "000", "0g", "g0", " 00", "00 ", "0x", "０0", "+1"])
    func refusesWhatIsNoPairsOfDigits(text: String) {
        #expect(Hex.decode(text.utf8) == nil)
    }

    @Test func readsTheNumberOfSomeDigits() {
        let text = Array("\\u20aC1".utf8)
        #expect(Hex.number(ofDigits: 4, in: text, at: 2) == 0x20AC)
        #expect(Hex.number(ofDigits: 5, in: text, at: 2) == 0x20AC1)
        #expect(Hex.number(ofDigits: 6, in: text, at: 2) == nil)
        #expect(Hex.number(ofDigits: 4, in: text, at: 1) == nil)
        #expect(Hex.number(ofDigits: 2, in: text[2...], at: 2) == 0x20)
        #expect(Hex.number(ofDigits: 8, in: Array("ffffffff".utf8), at: 0) == .max)
    }

    @Test(arguments: [
        ("123e4567-e89b-12d3-a456-426614174000", true), ("123E4567-E89B-12D3-A456-426614174000", true),
        ("123e4567e89b12d3a456426614174000", false), ("123e4567-e89b-12d3-a456-42661417400g", false),
        ("123e4567-e89b-12d3-a456-426614174000-", false), ("", false), ("----", false),
    ])
    func knowsUUIDs(text: String, isOne: Bool) {
        #expect(text.isUUID == isOne)
    }

    @Test func showsAByte() {
        #expect(UInt8(0x0A).inHexadecimal == "0x0A")
        #expect(UInt8(0xF0).inHexadecimal == "0xF0")
    }
}
