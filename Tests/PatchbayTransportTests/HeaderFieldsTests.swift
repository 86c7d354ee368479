import PatchbayTransport
import Testing

@Suite("Header fields")
struct HeaderFieldsTests {
    @Test("names compare without case, values keep their order")
    func lookUp() {
        let fields: HeaderFields = ["Set-Cookie": "a=1", "Content-Type": "text/plain", "set-cookie": "b=2"]
        #expect(fields.first("SET-COOKIE") == "a=1")
        #expect(fields.values("Set-cookie") == ["a=1", "b=2"])
        #expect(fields.first("cookie") == nil)
        #expect(fields.contains("content-TYPE"))
        #expect(fields.map(\.name) == ["Set-Cookie", "Content-Type", "set-cookie"])
    }

    @Test("setting keeps the first place and drops repetitions")
    func setting() {
        var fields: HeaderFields = ["A": "1", "b": "2", "a": "3", "C": "4", "a": "5"]
        fields.set("a", "9")
        #expect(fields == ["a": "9", "b": "2", "C": "4"])
        fields["D"] = "6"
        fields["B"] = nil
        #expect(fields == ["A": "9", "c": "4", "D": "6"])
        fields.add("d", "7")
        #expect(fields.values("D") == ["6", "7"])
    }

    @Test("only ASCII letters fold")
    func folding() {
        let fields: HeaderFields = ["[x": "1", "Ä": "2"]
        #expect(fields.first("{x") == nil)
        #expect(fields.first("ä") == nil)
        #expect(fields.first("[X") == "1")
    }

    @Test("equality and hashes ignore the case of names only")
    func equality() {
        let one: HeaderFields = ["Accept": "x"]
        #expect(one == ["ACCEPT": "x"])
        #expect(one.hashValue == (["ACCEPT": "x"] as HeaderFields).hashValue)
        #expect(one != ["Accept": "X"])
        // Canonically equivalent texts are different bytes on the wire.
        #expect((["A": "\u{E9}"] as HeaderFields) != ["A": "e\u{301}"])
    }

    @Test("descriptions show no values")
    func printing() {
        let fields: HeaderFields = ["Authorization": "Bearer hunter2", "Accept": "*/*"]
        var dumped = ""
        dump(fields, to: &dumped)
        #expect("\(fields)" == "[Authorization, Accept]")
        #expect(String(reflecting: fields) == "[Authorization, Accept]")
        #expect(!dumped.contains("hunter2"))
    }
}
