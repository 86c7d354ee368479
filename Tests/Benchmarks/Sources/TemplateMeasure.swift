import Foundation
import IML

/// Every template of `templates.json` once, compiled before; the peers do the same with theirs.
struct TemplateMeasure {
    private let templates: [Template]
    private let scope: Scope
    /// Where texts are written to, as into a request.
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 4_096, alignment: 16)

    /// Compiles the templates and makes sure that they give what is expected of every peer.
    init(file: String) throws {
        let content = try Value(json: try Data(contentsOf: URL(fileURLWithPath: file)))
        var scope = Scope(now: Timestamp(millisecondsSinceEpoch: 1_780_000_000_000))
        scope.set(content["context"].asFields ?? [:])
        self.scope = scope
        var templates: [Template] = []
        for task in content["templates"].asArray ?? [] {
            let template = try Template(task["iml"].text)
            let value = try template.evaluate(in: scope)
            guard value.jsonText() == task["expected"].jsonText() else {
                throw MeasureError("\(template.source) gives \(value.jsonText()), not \(task["expected"].jsonText())")
            }
            templates.append(template)
        }
        self.templates = templates
    }

    /// Evaluates each, and leaves the values alone.
    func evaluating() throws -> Int {
        for template in templates { _ = try template.evaluate(in: scope) }
        return templates.count
    }

    /// Evaluates each, and writes its text as UTF-8.
    func writing() throws -> Int {
        for template in templates {
            var text = try template.evaluate(in: scope).text
            text.withUTF8 { buffer.copyMemory(from: UnsafeRawBufferPointer($0)) }
        }
        return templates.count
    }
}
