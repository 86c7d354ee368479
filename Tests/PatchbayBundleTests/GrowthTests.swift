import IML
import PatchbayTesting
import PatchbayText
import Testing

@testable import PatchbayBundle

/// Whatever stands in a bundle or is given to a form, the work on it grows with its length.
struct GrowthTests {
    private static let readings: [TextReading] = [
        TextReading("source", in: ["\"…\"", "{\"…\": 1}", "[…]", "/*…*/1", "//…", "[1, …", "{\"a\": …}"], source),
        TextReading("bundle's JSON", in: ["{\"…\": 1}"]) { _ = Value(bundleJSON: Array($0.utf8)) },
        TextReading("range of statuses", in: ["200-…"]) { _ = StatusRange($0) },
        TextReading("nearest name") { _ = NearestName.near($0, among: [$0 + "a", "url", "method"]) },
        TextReading("name of a component") { _ = ComponentList<FunctionDefinition>([])[$0] },
        TextReading("pattern", in: ["/…/", "^…$"]) { _ = ParameterPattern(.text($0)) },
        TextReading("input to a pattern") { _ = ParameterPattern("^[a-z]+$")?.matches($0) },
        TextReading("parameters' names and kinds") {
            _ = ParameterForm([["name": .text($0), "type": .text($0), "label": .text($0)]]).checked([$0: 1])
        },
        TextReading("input to a form", in: ["[…]", "{\"…\": 1}", "a@…", "a:…", "12:…"]) { text in
            let names = form.parameters.map(\.name)
            _ = form.checked(Fields(names.map { ($0, Value.text(text)) }))
            _ = form.checked(["list": [.text(text)], "object": ["a": .text(text), text: 1], text: 1])
        },
    ]

    /// A parameter of each type.
    private static let form = ParameterForm(
        .array(
            ParameterType.allCases.map { type in
                ["name": .text(type.rawValue), "type": .text(type.rawValue), "options": [["value": "a"]]]
            } + [
                ["name": "list", "type": "array", "spec": ["type": "text"]],
                ["name": "object", "type": "collection", "spec": [["name": "a", "type": "email"]]],
            ]
        )
    )

    private static let source: @Sendable (String) throws -> Void = { text in
        let file = SourceFile(path: "a", bytes: Array(text.utf8))
        do throws(SourceError) {
            let document = try SourceReader.read(file)
            _ = document.root?.value
            _ = document.root?.place
        } catch {
            _ = file.place(at: error.offset)
        }
    }

    @Test(arguments: readings)
    func workGrowsNoFasterThanTheText(_ reading: TextReading) {
        #expect(reading.excesses().isEmpty)
    }

    @Test(arguments: [
        Bulk("source of one key", "{", "\"a\": 1, ", "}", source),
        Bulk("source of many keys", "{", "\"k#\": 1, ", "}", source),
        Bulk("source of comments", "[", "1, /* a */ // b\n ", "]", source),
        Bulk("source of lines", "[", "1,\n", "]", source),
        Bulk(
            "source of keys with marks",
            { bytes in
                let marks = String(repeating: "\u{301}\u{323}", count: bytes / 32)
                return "{" + (0..<8).map { "\"\($0)\(marks)\": 1, " }.joined() + "}"
            },
            source
        ),
        Bulk("specs laid over each other", "{\"temp\": {", "\"k#\": 1, ", "}}") { text in
            let root = try SourceReader.read(SourceFile(path: "a", bytes: Array(text.utf8))).root
            guard let root else { return }
            _ = SpecMerge.communication(root, over: root, signingKeys: ["oauth"])
        },
        Bulk("input of one option many times", "[", "\"a\", ", "\"a\"]") { text in
            let choices = ParameterForm([
                ["name": "s", "type": "select", "multiple": true, "options": [["value": "a"], ["value": "b"]]]
            ])
            _ = choices.checked(["s": try Value(jsonText: text)])
        },
        Bulk("input of what is no option", "[", "\"x#\", ", "\"a\"]") { text in
            let choices = ParameterForm([
                ["name": "s", "type": "select", "multiple": true, "options": [["value": "a"], ["value": "b"]]]
            ])
            _ = choices.checked(["s": try Value(jsonText: text)])
        },
    ])
    func workGrowsNoFasterThanADocument(_ document: Bulk) {
        #expect(document.excess() == nil)
    }

    @Test(arguments: [
        "\"method\": \"…\"", "\"url\": \"/…\"", "\"url\": \"{{…}}\"", "\"…\": 1", "\"headers\": {\"…\": \"…\"}",
        "\"response\": {\"error\": {\"…\": \"…\"}}", "\"response\": {\"…\": 1}", "\"type\": \"…\"",
        "\"pagination\": {\"…\": 1}", "\"response\": {\"valid\": {\"…\": \"…\"}}",
    ])
    func workGrowsNoFasterThanASpec(_ member: String) throws {
        let reading = TextReading("spec", in: ["{\"url\": \"/\", \(member)}"]) { text in
            let bundle = try TemporaryBundle("spec", ["modules/a/a.communication.iml.json": text])
            _ = bundle.read()
        }
        // Files are written and read for each: a part of the texts shows as much.
        #expect(reading.excesses(kinds: HostileText.few).isEmpty)
    }
}
