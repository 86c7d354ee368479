import IML
import PatchbayText
import Testing

@testable import PatchbayBundle

/// Walks the table of what the kinds of files may hold.
@Suite("Kinds of files")
struct FileKindTests {
    /// A place in a file: what may stand there, and how the file is made around a value.
    private struct Place {
        var path: String
        var shape: Shape
        var file: (Value) -> Value
        /// The keys that stand beside, where the place is an entry of an object.
        var neighbours: [String] = []
        /// Whether other keys of the object are reported, at least when they are nearly one of these.
        var isChecked = false
        var key = ""
        /// Whether the object around is no use without the entry.
        var isNeeded = false
        /// The file with the entry under another key.
        var renamed: (String) -> Value = { _ in .null }
    }

    @Test(arguments: FileKind.allCases)
    func everyWrongTypeIsReported(kind: FileKind) throws {
        let bundle = try FileKindBundle(kind)
        var silent: [String] = []
        for place in Self.places(of: kind) {
            for value in place.shape.wrongSamples where try bundle.problems(place.file(value)).isEmpty {
                silent.append("\(place.path): \(value.jsonText())")
            }
        }
        #expect(silent == [])
    }

    @Test(arguments: FileKind.allCases)
    func everyRightTypeIsNot(kind: FileKind) throws {
        let bundle = try FileKindBundle(kind)
        var reported: [String] = []
        for place in Self.places(of: kind) {
            for value in place.shape.rightSamples where !(place.isNeeded && value == .null) {
                reported += try bundle.problems(place.file(value)).map { "\(place.path): \(value.jsonText()): \($0)" }
            }
        }
        #expect(reported == [])
    }

    @Test(arguments: FileKind.allCases)
    func everyKeyThatIsALetterOffIsReported(kind: FileKind) throws {
        let bundle = try FileKindBundle(kind)
        var silent: [String] = []
        for place in Self.places(of: kind) where place.isChecked {
            for near in place.key.nearMisses where !place.neighbours.contains(near) {
                let problems = try bundle.problems(place.renamed(near))
                if !problems.contains(where: { $0.code == "unknown-key" && $0.message.hasPrefix("'\(near)'") }) {
                    silent.append("\(place.path): \(near)")
                }
            }
        }
        #expect(silent == [])
    }

    @Test func theTableHasThemAll() {
        let keys = FileKind.allCases.map { ($0, Self.places(of: $0).filter { !$0.key.isEmpty }.count) }
        for (kind, count) in keys where ![.common, .install, .samples, .scope, .scopeList].contains(kind) {
            #expect(count > 1, "\(kind) has no keys")
        }
        #expect(keys.reduce(0) { $0 + $1.1 } > 500)
    }

    // MARK: The walk

    private static func places(of kind: FileKind) -> [Place] {
        var places: [Place] = []
        walk(Place(path: kind.rawValue, shape: kind.shape, file: \.self), within: [], &places)
        return places
    }

    private static func walk(_ place: Place, within names: [NamedShape], _ places: inout [Place]) {
        places.append(place)
        descend(place.shape, place, within: names, &places)
    }

    private static func descend(_ shape: Shape, _ place: Place, within names: [NamedShape], _ places: inout [Place]) {
        switch shape {
        case .named(let name) where !names.contains(name):
            descend(name.shape, place, within: names + [name], &places)
        case .either(let choices, _):
            for choice in choices { descend(choice, place, within: names, &places) }
        case .list(let element):
            var inner = place
            inner.path += "[]"
            inner.shape = element
            inner.isChecked = false
            inner.isNeeded = false
            inner.key = ""
            inner.file = { place.file(.array([$0])) }
            walk(inner, within: names, &places)
        case .object(let object):
            for entry in entries(of: object, at: place) { walk(entry, within: names, &places) }
        default: break
        }
    }

    private static func entries(of object: ObjectShape, at place: Place) -> [Place] {
        let known = object.fields.map { ($0.key, $0.shape, true) }
        let given: [(String, Shape, Bool)] =
            switch object.others {
            case .names(let shape): [("aName", shape, false)]
            case .statuses(let shape): [("404", shape, false)]
            case .nothing, .ignored: []
            }
        return (known + given).map { key, shape, isKnown in
            var entry = place
            entry.path += "." + key
            entry.shape = shape
            entry.key = key
            entry.isChecked = isKnown
            entry.isNeeded = object.needs?.key == key || key == "name" && object["codeFiles"] != nil
            entry.neighbours = object.fields.map(\.key)
            let rest = object.minimum(without: key)
            entry.file = { value in place.file(.collection(rest.with(key, value))) }
            entry.renamed = { name in place.file(.collection(object.minimum(without: name).with(name, .text("x")))) }
            return entry
        }
    }
}

extension Fields {
    fileprivate func with(_ key: String, _ value: Value) -> Fields {
        var fields = self
        fields[key] = value
        return fields
    }
}

extension ObjectShape {
    /// The least that makes sense of the object, aside from one key.
    fileprivate func minimum(without key: String) -> Fields {
        var fields = Fields()
        if let needs, needs.key != key { fields[needs.key] = .text("{{body.items}}") }
        if title == "a request", key != "url" { fields["url"] = "https://a.example" }
        if title == "a parameter", key != "name" { fields["name"] = "p" }
        if title == "a parameter", key != "type" { fields["type"] = "text" }
        if self["codeFiles"] != nil, key != "name" { fields["name"] = "aName" }
        return fields
    }
}

extension String {
    /// The text as people mistype it: two letters swapped, one too many, one too few.
    fileprivate var nearMisses: [String] {
        var misses = [self + String(suffix(1)), String(dropLast(2)) + String(reversed().prefix(2))]
        if count > 4 { misses.append(String(dropLast())) }
        return Array(Set(misses.filter { $0 != self }))
    }
}

extension Shape {
    /// Values of each kind JSON has.
    private static let kinds: [String: Value] = [
        "bool": true, "number": 5, "text": "zzzz", "array": [[1]], "object": ["aName": ["b": 1]],
    ]

    /// The kinds of values that may fit, written down here and not asked of the code under test.
    private var takes: Set<String> {
        switch self {
        case .any: ["bool", "number", "text", "array", "object"]
        case .text, .openText, .method, .errorType, .words, .reference: ["text"]
        case .scalar: ["bool", "number", "text"]
        case .flag: ["bool"]
        case .number: ["number", "text"]
        case .items: ["text", "array", "object"]
        case .paths: ["text", "array"]
        case .object: ["object"]
        case .list: ["array"]
        case .either(let choices, _): choices.reduce(into: []) { $0.formUnion($1.takes) }
        case .named(let name): name.shape.takes
        }
    }

    /// Values that do not fit: of other kinds, and of the right kind where not all fit.
    var wrongSamples: [Value] {
        var samples = Shape.kinds.filter { !takes.contains($0.key) }.map(\.value)
        switch self {
        case .method: samples.append("GET /")
        case .words, .reference: samples.append("zzzz")
        case .number(let range):
            samples.append("many")
            if range.lowerBound > -1 { samples.append(-7) }
        case .paths: samples.append([5])
        default: break
        }
        return samples
    }

    /// Values that fit.
    var rightSamples: [Value] {
        switch self {
        case .any, .items: ["{{parameters.a}}", [], .null]
        case .text, .openText(known: []): ["https://a.example", "{{parameters.a}}", .null]
        case .openText(let known): [.text(known[0])]
        case .scalar: ["{{parameters.a}}", "x", 5, true, .null]
        case .flag: [true, false, "{{parameters.a}}", .null]
        case .number(let range): [.number(range.contains(1) ? 1 : 200), range.contains(1) ? "1" : "200"]
        case .method: ["PATCH", "{{parameters.a}}"]
        case .words(let words): words.words.map(Value.text) + ["{{parameters.a}}"]
        case .errorType: ["DataError", "MyOwnTrouble", "{{body.type}}"]
        case .paths: ["request.body.a", ["request.body.a", "response.body.b"]]
        case .reference: ["rpc://{{parameters.name}}"]
        case .object(let object): [.collection(object.sample)] + (object.isTemplated ? ["{{parameters.a}}"] : [])
        case .list(let element): [[], .array(element.rightSamples.filter { $0 != .null && $0 != "" })]
        case .either(let choices, _): choices.flatMap(\.rightSamples)
        case .named(let name): name == .parameters ? [[["name": "p", "type": "text"]]] : []
        }
    }
}

extension ObjectShape {
    fileprivate var sample: Fields { minimum(without: "") }
}
