import PatchbayTesting
import Testing

@testable import IML

/// Everything of the language that reads a text, given every kind of text.
struct ReaderGrowthTests {
    private static let readings: [TextReading] = [
        TextReading("JSON", in: ["\"…\"", "[\"…\"]", "{\"…\": 1}", "{\"a\": \"…\"}", "[…1]", "[1, -…]"], json),
        TextReading(
            "XML",
            in: [
                "<a>…</a>", "<a b=\"…\"/>", "<a …/>", "<a><…/></a>", "<!--…--><a/>", "<a><![CDATA[…]]></a>",
                "<?…?><a/>", "<!DOCTYPE …><a/>", "<?xml encoding='…'?><a/>", "<a>&…;</a>",
            ],
            xml
        ),
        TextReading("template", in: ["{{…}}", "{{'…'}}", "{{a.…}}", "{{`…`}}", "{{…()}}"], template),
        TextReading("expression") { _ = try Template(bareExpression: $0).evaluate(in: Scope()) },
        TextReading("number", in: ["0.…", "1e…"]) { _ = Number($0)?.description },
        TextReading("number in a comparison") { _ = Value.text($0).isLooselyEqual(to: 5) },
        TextReading("date", in: ["2024-01-31 …", "31 Jan 2024 …"]) { _ = DateReader.date(inText: $0) },
        TextReading("date format", in: ["[…]", "YYYY…MM"]) { text in
            let format = DateFormat(text)
            _ = format.date(in: text, zone: .utc, now: Timestamp(millisecondsSinceEpoch: 0))
            var output = OutputBuffer(capacity: 64)
            format.append(Timestamp(millisecondsSinceEpoch: 0), in: .utc, to: &output)
        },
        TextReading("zone", in: ["UTC+…", "Europe/…"]) { _ = Zone($0) },
        TextReading("path", in: ["a[…]", "a.…"]) { _ = (["a": ["b": 1]] as Value).value(at: ValuePath($0)) },
        TextReading("regular expression", in: ["/…/", "/[…]/", "/(?<…>a)/", "/\\p{…}/u"]) {
            guard let pattern = PatternText($0) else { return }
            _ = try RegularExpression(pattern)
        },
        TextReading("replacement", in: ["$<…>", "$<…"]) {
            guard let pattern = PatternText("/(?<a>b)/") else { return }
            _ = ReplacementTemplate($0, try RegularExpression(pattern))
        },
        TextReading("place in a text") { _ = SourceExcerpt(of: $0, at: $0.utf8.count / 2) },
        TextReading("name of an error") { _ = ErrorType.all.contains(ErrorType(rawValue: $0)) },
        TextReading("name of a variable") { _ = Root($0) == Root("a" + $0) },
        TextReading("key") {
            let fields: Fields = [$0: 1, "a" + $0: 2]
            _ = fields == [$0 + "a": 1, $0: 2]
            _ = fields.hashValue
        },
    ]

    @Test(arguments: readings)
    func workGrowsNoFasterThanTheText(_ reading: TextReading) {
        #expect(reading.excesses().isEmpty)
    }

    private static let json: @Sendable (String) throws -> Void = { _ = try Value(json: $0.utf8) }
    private static let xml: @Sendable (String) throws -> Void = { _ = try Value(xml: $0.utf8) }
    private static let template: @Sendable (String) throws -> Void = {
        _ = try Template($0).evaluate(in: Scope(limits: EvaluationLimits(steps: .max / 2)))
    }

    private static let documents: [Bulk] = [
        Bulk("JSON of one key", "{", "\"a\": 1, ", "\"a\": 1}", json),
        Bulk("JSON of many keys", "{", "\"k#\": 1, ", "\"a\": 1}", json),
        Bulk("JSON of long keys", "{", "\"a long key, number #\": 1, ", "\"a\": 1}", json),
        Bulk("JSON of keys with marks", { "{" + eightNames($0).map { "\"\($0)\": 1," }.joined() + "\"a\": 1}" }, json),
        Bulk("JSON of objects", "[", "{\"a\": [{}]},", "1]", json),
        Bulk("JSON of escapes", "\"", "\\u00e9\\ud83d\\ude00\\n", "\"", json),
        Bulk("JSON of escapes in keys", "{", "\"\\u00e9#\": 1,", "\"a\": 1}", json),
        Bulk("JSON that ends early", "[", "{\"a\": \n1}, ", "", json),
        Bulk("XML of one name", "<a>", "<b>c</b>", "</a>", xml),
        Bulk("XML of many names", "<a>", "<b#/>", "</a>", xml),
        Bulk("XML of names with marks", { "<a>" + eightNames($0).map { "<\($0)/>" }.joined() + "</a>" }, xml),
        Bulk("XML of many attributes", "<a ", "b#='' ", "/>", xml),
        Bulk(
            "XML of instructions behind spaces",
            { String(repeating: " ", count: $0 / 2) + String(repeating: "<?a?>", count: $0 / 10) + "<a/>" },
            xml
        ),
        Bulk("XML of texts between elements", "<a>", "text <b/> ", "</a>", xml),
        Bulk("XML of sections", "<a>", "<![CDATA[x]]>", "</a>", xml),
        Bulk("XML of comments", "<a>", "<!--x-->", "</a>", xml),
        Bulk("XML of a declared type", "<!DOCTYPE a [", "<!ENTITY b 'c'>", "]><a/>", xml),
        Bulk("XML that ends early", "", "<a>\n</a>", "", xml),
        Bulk("template of many expressions", "", "{{a}} ", "", template),
        Bulk("template of many warnings", "", "{{a[0]}}", "", template),
        Bulk("template of many lines and warnings", "", "{{a[0]}}\n", "", template),
        Bulk("template of one sum", "{{", "1 + ", "1}}", template),
        Bulk("template of one joined text", "{{", "a + 'x' + ", "1}}", template),
        Bulk("template of comparisons", "{{", "1 = ", "1}}", template),
        Bulk("template of choices", "{{", "a | ", "1}}", template),
        Bulk("template of one path", "{{a", ".b", "}}", template),
        Bulk("template of indices", "{{a", "[1]", "}}", template),
        Bulk("template of arguments", "{{array(", "1; ", "1)}}", template),
        Bulk("template of an unknown function", "{{f", "u", "()}}", template),
        Bulk("template of names, each another", "{{", "n# + ", "1}}", template),
        Bulk("template of operands without an operator", "{{", "'a' ", "}}", template),
    ]

    @Test(arguments: documents)
    func workGrowsNoFasterThanADocument(_ document: Bulk) {
        #expect(document.excess() == nil)
    }

    private static func eightNames(_ bytes: Int) -> [String] {
        (0..<8).map { "b\($0)" + String(repeating: "\u{301}\u{323}", count: bytes / 32) }
    }

    @Test(arguments: HostileValue.lists)
    func workGrowsNoFasterThanAValue(_ value: HostileValue) {
        for (name, look) in Self.looks {
            let growth = GrowthProbe.standard.excess(
                "\(name) \(value.name)",
                input: { (value(bytes: $0), value(bytes: $0)) },
                look
            )
            #expect(growth == nil)
        }
    }

    private static let looks: [(name: String, look: @Sendable (Value, Value) -> Void)] = [
        ("JSON written of", { one, _ in _ = one.json(pretty: true) }),
        ("text of", { one, _ in _ = one.text }),
        ("comparing with another", { _ = $0 == $1 && $0.isLooselyEqual(to: $1) }),
        ("order of", { _ = $0.looseOrder(to: $1) }),
        ("hash of", { one, _ in _ = one.hashValue }),
        (
            "comparing in another order",
            { one, other in
                guard case .collection(let fields) = other else { return }
                _ = one == .collection(Fields(fields.reversed().map { ($0.key, $0.value) }))
            }
        ),
        (
            "merging",
            { one, other in
                guard case .collection(var fields) = one, case .collection(let others) = other else { return }
                fields.mergeDeeply(others)
                fields.merge(others)
            }
        ),
    ]
}
