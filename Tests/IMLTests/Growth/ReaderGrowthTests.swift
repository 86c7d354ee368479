import PatchbayTesting
import Testing

@testable import IML

/// Everything of the language that reads a text, given every kind of text.
struct ReaderGrowthTests {
    /// A reader by its name.
    struct Reader: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// What stands before, between and after parts of the text.
        var wraps: [(before: String, after: String)] = [("", "")]
        let read: @Sendable (String) throws -> Void
    }

    private static let readers: [Reader] = [
        Reader(
            testDescription: "JSON",
            wraps: [
                ("", ""), ("\"", "\""), ("[\"", "\"]"), ("{\"", "\": 1}"), ("{\"a\": \"", "\"}"), ("[", "1]"),
                ("[1, -", "]"),
            ]
        ) { _ = try Value(json: $0.utf8) },
        Reader(
            testDescription: "XML",
            wraps: [
                ("", ""), ("<a>", "</a>"), ("<a b=\"", "\"/>"), ("<a ", "/>"), ("<a><", "/></a>"), ("<!--", "--><a/>"),
                ("<a><![CDATA[", "]]></a>"), ("<?", "?><a/>"), ("<!DOCTYPE ", "><a/>"), ("<?xml encoding='", "'?><a/>"),
                ("<a>&", ";</a>"),
            ]
        ) { _ = try Value(xml: $0.utf8) },
        Reader(
            testDescription: "template",
            wraps: [("", ""), ("{{", "}}"), ("{{'", "'}}"), ("{{a.", "}}"), ("{{`", "`}}")]
        ) {
            _ = try Template($0).evaluate(in: Scope())
        },
        Reader(testDescription: "expression") { _ = try Template(bareExpression: $0).evaluate(in: Scope()) },
        Reader(testDescription: "number", wraps: [("", ""), ("0.", ""), ("1e", "")]) { _ = Number($0)?.description },
        Reader(testDescription: "number in a comparison") { _ = Value.text($0).isLooselyEqual(to: 5) },
        Reader(testDescription: "date", wraps: [("", ""), ("2024-01-31 ", ""), ("31 Jan 2024 ", "")]) {
            _ = DateReader.date(inText: $0)
        },
        Reader(testDescription: "date format", wraps: [("", ""), ("[", "]"), ("YYYY", "MM")]) {
            let format = DateFormat($0)
            _ = format.date(in: $0, zone: .utc, now: Timestamp(millisecondsSinceEpoch: 0))
            var output = OutputBuffer(capacity: 64)
            format.append(Timestamp(millisecondsSinceEpoch: 0), in: .utc, to: &output)
        },
        Reader(testDescription: "zone", wraps: [("", ""), ("UTC+", ""), ("Europe/", "")]) { _ = Zone($0) },
        Reader(testDescription: "path", wraps: [("", ""), ("a[", "]"), ("a.", "")]) {
            _ = (["a": ["b": 1]] as Value).value(at: ValuePath($0))
        },
        Reader(
            testDescription: "regular expression",
            wraps: [("/", "/"), ("/[", "]/"), ("/(?<", ">a)/"), ("/\\p{", "}/u")]
        ) {
            guard let pattern = PatternText($0) else { return }
            _ = try RegularExpression(pattern)
        },
        Reader(testDescription: "replacement", wraps: [("", ""), ("$<", ">")]) {
            guard let pattern = PatternText("/(?<a>b)/") else { return }
            _ = ReplacementTemplate($0, try RegularExpression(pattern))
        },
        Reader(testDescription: "place in a text") {
            _ = SourceExcerpt(of: $0, at: $0.utf8.count / 2)
        },
        Reader(testDescription: "name of an error") { _ = ErrorType.all.contains(ErrorType(rawValue: $0)) },
        Reader(testDescription: "name of a variable") { _ = Root($0) == Root("a" + $0) },
        Reader(testDescription: "key") {
            let fields: Fields = [$0: 1, "a" + $0: 2]
            _ = fields == [$0 + "a": 1, $0: 2]
            _ = fields.hashValue
        },
    ]

    @Test(arguments: readers)
    func workGrowsNoFasterThanTheText(_ reader: Reader) {
        for text in HostileText.all {
            for wrap in reader.wraps {
                let growth = GrowthProbe.standard.excess(
                    "\(reader.testDescription) of \(wrap.before)\(text)\(wrap.after)",
                    input: { wrap.before + text(bytes: $0) + wrap.after },
                    reader.read
                )
                #expect(growth == nil)
            }
        }
    }

    /// Whole documents, large in a way of their own.
    private static let documents:
        [(name: String, make: @Sendable (Int) -> String, read: @Sendable (String) throws -> Void)] = {
            let json: @Sendable (String) throws -> Void = { _ = try Value(json: $0.utf8) }
            let xml: @Sendable (String) throws -> Void = { _ = try Value(xml: $0.utf8) }
            let template: @Sendable (String) throws -> Void = {
                let template = try Template($0)
                _ = template.warnings.count
                _ = try template.evaluate(in: Scope(limits: EvaluationLimits(steps: .max / 2)))
            }
            return [
                ("JSON of one key", { "{" + repeated("\"a\": 1, ", $0) + "\"a\": 1}" }, json),
                ("JSON of many keys", { "{" + numbered($0) { "\"k\($0)\": 1, " } + "\"a\": 1}" }, json),
                (
                    "JSON of long keys", { "{" + numbered($0) { "\"a long key, number \($0)\": 1, " } + "\"a\": 1}" },
                    json
                ),
                (
                    "JSON of keys with marks",
                    { bytes in "{" + (0..<8).map { "\"\($0)\(marks(bytes / 32))\": 1," }.joined() + "\"a\": 1}" }, json
                ),
                ("JSON of objects", { "[" + repeated("{\"a\": [{}]},", $0) + "1]" }, json),
                ("JSON of escapes", { "\"" + repeated("\\u00e9\\ud83d\\ude00\\n", $0) + "\"" }, json),
                ("JSON of escapes in keys", { "{" + numbered($0) { "\"\\u00e9\($0)\": 1," } + "\"a\": 1}" }, json),
                ("JSON that ends early", { "[" + repeated("{\"a\": \n1}, ", $0) }, json),
                ("XML of one name", { "<a>" + repeated("<b>c</b>", $0) + "</a>" }, xml),
                ("XML of many names", { "<a>" + numbered($0) { "<b\($0)/>" } + "</a>" }, xml),
                (
                    "XML of names with marks",
                    { bytes in "<a>" + (0..<8).map { "<b\($0)\(marks(bytes / 32))/>" }.joined() + "</a>" }, xml
                ),
                ("XML of many attributes", { "<a " + numbered($0) { "b\($0)='' " } + "/>" }, xml),
                (
                    "XML of instructions behind spaces",
                    { String(repeating: " ", count: $0 / 2) + repeated("<?a?>", $0 / 2) + "<a/>" }, xml
                ),
                ("XML of texts between elements", { "<a>" + repeated("text <b/> ", $0) + "</a>" }, xml),
                ("XML of sections", { "<a>" + repeated("<![CDATA[x]]>", $0) + "</a>" }, xml),
                ("XML of comments", { "<a>" + repeated("<!--x-->", $0) + "</a>" }, xml),
                ("XML of a declared type", { "<!DOCTYPE a [" + repeated("<!ENTITY b 'c'>", $0) + "]><a/>" }, xml),
                ("XML that ends early", { repeated("<a>\n</a>", $0) }, xml),
                ("template of many expressions", { repeated("{{a}} ", $0) }, template),
                ("template of many warnings", { repeated("{{a[0]}}", $0) }, template),
                ("template of many lines and warnings", { repeated("{{a[0]}}\n", $0) }, template),
                ("template of one sum", { "{{" + repeated("1 + ", $0) + "1}}" }, template),
                ("template of one joined text", { "{{" + repeated("a + 'x' + ", $0) + "1}}" }, template),
                ("template of comparisons", { "{{" + repeated("1 = ", $0) + "1}}" }, template),
                ("template of choices", { "{{" + repeated("a | ", $0) + "1}}" }, template),
                ("template of one path", { "{{a" + repeated(".b", $0) + "}}" }, template),
                ("template of indices", { "{{a" + repeated("[1]", $0) + "}}" }, template),
                ("template of arguments", { "{{array(" + repeated("1; ", $0 / 8) + "1)}}" }, template),
                ("template of unknown functions", { "{{f" + String(repeating: "u", count: $0) + "()}}" }, template),
                ("template of names, each another", { "{{" + numbered($0) { "n\($0) + " } + "1}}" }, template),
                ("template of names with marks", { "{{a\(marks($0 / 8)) + b\(marks($0 / 8))()}}" }, template),
            ]
        }()

    @Test func workGrowsNoFasterThanADocument() {
        for document in Self.documents {
            let growth = GrowthProbe.standard.excess(document.name, input: document.make, document.read)
            #expect(growth == nil)
        }
    }

    @Test func workGrowsNoFasterThanAValue() {
        for value in HostileValue.lists {
            for (name, work) in Self.looks {
                let growth = GrowthProbe.standard.excess(
                    "\(name) \(value.name)",
                    input: { (value(bytes: $0), value(bytes: $0)) },
                    { work($0, $1) }
                )
                #expect(growth == nil)
            }
        }
    }

    private static let looks: [(name: String, work: @Sendable (Value, Value) -> Void)] = [
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

    private static func marks(_ count: Int) -> String { String(repeating: "\u{301}\u{323}", count: count) }

    private static func repeated(_ part: String, _ bytes: Int) -> String {
        String(repeating: part, count: max(1, bytes / part.utf8.count))
    }

    private static func numbered(_ bytes: Int, _ part: (Int) -> String) -> String {
        (0..<max(1, bytes / part(1_000).utf8.count)).map(part).joined()
    }
}
