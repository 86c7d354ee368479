import Foundation
import IML

/// Every template of `templates.json` once, compiled before; the peers do the same with theirs.
struct TemplateMeasure {
    private let templates: [Template]
    private let scope: Scope

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

    func operation() throws -> Int {
        for template in templates { _ = try template.evaluate(in: scope) }
        return templates.count
    }
}
