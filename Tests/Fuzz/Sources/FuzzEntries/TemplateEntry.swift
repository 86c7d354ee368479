import IML

extension FuzzEntry {
    /// A template, and a bare expression, is compiled and evaluated in a small scope within small limits.
    static let templates = FuzzEntry("templates") { bytes in
        let source = String(decoding: bytes, as: UTF8.self)
        let functions = FunctionNames(custom: ["fromApp"])
        if let template = try? Template(source, functions: functions) { check(template) }
        if let template = try? Template(bareExpression: source, functions: functions) { check(template) }
    }

    /// Without chance, two evaluations give one value.
    private static func check(_ template: Template) {
        let first = outcome(of: template)
        precondition(first == outcome(of: template), "two evaluations differ")
        if let constant = template.constant {
            precondition(constant.jsonText() == first, "a constant is another value")
        }
        precondition(template.roots.allSatisfy { $0.offset >= 0 && $0.offset <= template.source.utf8.count })
    }

    private static func outcome(of template: Template) -> String {
        do {
            return try template.evaluate(in: scope).jsonText()
        } catch {
            return error.message
        }
    }

    private static let scope: Scope = {
        var scope = Scope(
            now: Timestamp(millisecondsSinceEpoch: 1_780_000_000_000),
            randomBytes: { [UInt8](repeating: 0x5A, count: $0) },
            limits: EvaluationLimits(outputBytes: 1 << 16, steps: 50_000, depth: 64)
        )
        scope[.environment] = ["timezone": "Europe/Prague"]
        scope.set([
            "parameters": ["id": 17, "name": "Zoë", "none": .null, "yes": true, "text": " a,b;c "],
            "body": [
                "items": [["name": "pen", "price": 3.5], ["name": "ink", "price": 12]],
                "created": .date(Timestamp(millisecondsSinceEpoch: 1_780_000_000_123)),
                "raw": .binary(Binary([0, 1, 254, 255])), "list": [3, 1, .undefined, "2"],
            ],
            "item": "x",
        ])
        return scope
    }()
}
