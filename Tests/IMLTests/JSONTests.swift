import IML
import Testing

struct JSONTests {
    @Test(arguments: [
        #"{"a":1,"b":[true,false,null],"c":{"d":"e"}}"#, "[]", "{}", "[[],{}]", "0", "-0.5", "1e+25", "\"\"", "null",
        #"["\"\\\b\f\n\r\t\u0001"]"#, #"["ünï👋"]"#, "123456789012345678901234567890", "[0.1,1e-7,1e+300]",
        #"{"a key of more than fifteen bytes":1,"another":2}"#,
    ])
    func whatIsReadIsWrittenAlike(_ text: String) throws {
        #expect(try Value(jsonText: text).jsonText() == text)
    }

    @Test(arguments: [
        (#"{"a":1,}"#, 1, 8), ("[1,]", 1, 4), ("{\n  \"a\" 1}", 2, 7), ("[1 2]", 1, 4), ("tru", 1, 1), ("", 1, 1),
        ("01", 1, 1), ("\"a", 1, 1), ("[1]]", 1, 4), ("'a'", 1, 1), ("\"\\x\"", 1, 2), ("\"\u{1}\"", 1, 2),
    ])
    func whatIsNoJSONIsRefusedWithItsPlace(_ text: String, _ line: Int, _ column: Int) {
        let error = #expect(throws: JSONError.self) { try Value(jsonText: text) }
        #expect(error?.line == line)
        #expect(error?.column == column)
    }

    @Test func ofTwoEqualKeysTheLastValueCounts() throws {
        #expect(try Value(jsonText: #"{"a":1,"b":2,"a":3}"#).jsonText() == #"{"a":3,"b":2}"#)
    }

    @Test func manyKeysAreAllFound() throws {
        let text = "{" + (0..<500).map { "\"key\($0)\":\($0)" }.joined(separator: ",") + "}"
        let value = try Value(jsonText: text)
        #expect((0..<500).allSatisfy { value["key\($0)"] == Value($0) })
        #expect(value.jsonText() == text)
    }

    @Test func nestingAndSizeAreLimited() {
        let deep = String(repeating: "[", count: 600) + String(repeating: "]", count: 600)
        #expect(throws: JSONError.self) { try Value(jsonText: deep) }
        #expect(throws: JSONError.self) { try Value(jsonText: "[1,2,3]", limits: JSONLimits(bytes: 5)) }
    }

    @Test func invalidUTF8IsRefused() {
        #expect(throws: JSONError.self) { try Value(json: [0x22, 0xFF, 0x22]) }
        #expect(throws: JSONError.self) { try Value(json: [0x22, 0xC3, 0x22]) }
    }

    @Test func halfASurrogatePairBecomesAReplacement() throws {
        #expect(try Value(jsonText: #""\ud83d\udc4b""#) == "👋")
        #expect(try Value(jsonText: #""\ud83d""#) == "\u{FFFD}")
    }

    @Test func theWideFormHasALineForEachMember() throws {
        let value = try Value(jsonText: #"{"a":[1,{}],"b":{}}"#)
        #expect(value.jsonText(pretty: true) == "{\n  \"a\": [\n    1,\n    {}\n  ],\n  \"b\": {}\n}")
    }
}
