import IML
import Testing

struct XMLReaderTests {
    @Test func readsTheFormOfTheManual() throws {
        let value = try Value(xml: Array("<data><text foo=\"bar\">hi</text></data>".utf8))
        let scope = { () -> Scope in
            var scope = Scope()
            scope[Root("body")] = value
            return scope
        }()
        #expect(try Template("{{body.data[].text[]._attributes.foo}}").evaluate(in: scope) == "bar")
        #expect(try Template("{{body.data[].text[]._value}}").evaluate(in: scope) == "hi")
    }

    @Test func expandsNoEntityOfADocument() {
        let laughs = """
            <!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;">]>
            <lolz>&lol2;</lolz>
            """
        #expect {
            try Value(xml: Array(laughs.utf8))
        } throws: { error in
            "\(error)" == "The entity lol2 is not one of XML itself; others are not read. (line 2, column 7)"
        }
    }

    @Test func readsNoFile() {
        let outside = "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><a>&x;</a>"
        #expect(throws: XMLError.self) { try Value(xml: Array(outside.utf8)) }
    }

    @Test func boundsDepthSizeAndCount() throws {
        func nested(_ depth: Int) -> [UInt8] {
            Array((String(repeating: "<a>", count: depth) + String(repeating: "</a>", count: depth)).utf8)
        }
        #expect(try Value(xml: nested(200)) != .undefined)
        #expect(throws: XMLError.self) { try Value(xml: nested(201)) }
        #expect(throws: XMLError.self) { try Value(xml: nested(1_000_000)) }
        let wide = Array("<a><b c='1'/><b/></a>".utf8)
        #expect(throws: XMLError.self) { try Value(xml: wide, limits: XMLLimits(nodes: 3)) }
        #expect(throws: XMLError.self) { try Value(xml: wide, limits: XMLLimits(bytes: 10)) }
    }

    @Test func saysWhereADocumentIsWrong() {
        #expect {
            try Value(xml: Array("<a>\n  <b>\n</a>".utf8))
        } throws: { error in
            "\(error)" == "</a> stands where </b> has to. (line 3, column 1)"
        }
    }

    @Test func readsOtherEncodings() throws {
        let text = "<a>č</a>"
        let little: [UInt8] = [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
        let big: [UInt8] = [0xFE, 0xFF] + text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
        #expect(try Value(xml: little) == ["a": ["č"]])
        #expect(try Value(xml: big) == ["a": ["č"]])
        let latin = Array("<?xml version='1.0' encoding='ISO-8859-1'?><a>".utf8) + [0xE9] + Array("</a>".utf8)
        #expect(try Value(xml: latin) == ["a": ["é"]])
        #expect(throws: XMLError.self) { try Value(xml: Array("<a>".utf8) + [0xFF] + Array("</a>".utf8)) }
        let unknown = Array("<?xml version='1.0' encoding='EBCDIC'?><a>".utf8)
        #expect(try Value(xml: unknown + Array("č</a>".utf8)) == ["a": ["č"]], "what is UTF-8 all the same is read")
        #expect {
            try Value(xml: unknown + [0xE9] + Array("</a>".utf8))
        } throws: { error in
            "\(error)".contains("'ebcdic' is not known")
        }
        let korean = Array("<?xml version='1.0' encoding='euc-kr'?><a>".utf8) + [0xC7, 0xD1] + Array("</a>".utf8)
        #expect(try Value(xml: korean) == ["a": ["한"]])
    }

    @Test func survivesDamagedDocuments() {
        let bytes = Array("<?xml version='1.0'?><!DOCTYPE a [<!-- x -->]><a b='&lt;'><![CDATA[x]]>&#65;<c/>t</a>".utf8)
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<3_000 {
            var damaged = bytes
            for _ in 0..<3 {
                damaged[Int.random(in: 0..<damaged.count, using: &generator)] = UInt8.random(
                    in: 0...127,
                    using: &generator
                )
            }
            _ = try? Value(xml: damaged.prefix(Int.random(in: 0...damaged.count, using: &generator)))
        }
    }

    @Test func writesWhatItReads() throws {
        let text =
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><a x=\"&lt;1&#10;\"><b>1 &amp; 2</b><b/><c>t<d>e</d></c></a>"
        let value = try FunctionCatalog.call("parseXML", [.text(text)], in: Scope())
        #expect(try FunctionCatalog.call("createXML", [value], in: Scope()) == .text(text))
    }
}
