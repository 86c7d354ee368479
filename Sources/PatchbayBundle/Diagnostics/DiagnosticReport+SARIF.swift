import IML
import PatchbayText

extension DiagnosticReport {
    /// The report in the Static Analysis Results Interchange Format (OASIS SARIF 2.1.0, section 3.13).
    func sarif(version: String) -> Value {
        let used = Set(bundles.flatMap(\.diagnostics).map(\.code))
        let codes = DiagnosticCode.allCases.filter { used.contains($0.rawValue) }
        let indices = Dictionary(uniqueKeysWithValues: codes.enumerated().map { ($1.rawValue, $0) })
        let results = bundles.flatMap { bundle in
            bundle.diagnostics.map { result($0.located(in: bundle.directory), rule: indices[$0.code]) }
        }
        return [
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [
                [
                    "tool": [
                        "driver": [
                            "name": "Patchbay",
                            "version": .text(version),
                            "rules": .array(codes.map(rule)),
                        ]
                    ],
                    "columnKind": "unicodeCodePoints",
                    "results": .array(results),
                ]
            ],
        ]
    }

    private func rule(_ code: DiagnosticCode) -> Value {
        ["id": .text(code.rawValue), "shortDescription": ["text": .text(code.summary)]]
    }

    private func result(_ diagnostic: Diagnostic, rule: Int?) -> Value {
        var result: Fields = ["ruleId": .text(diagnostic.code)]
        if let rule { result["ruleIndex"] = Value(rule) }
        result["level"] = .text(diagnostic.severity.rawValue)
        result["message"] = ["text": .text(diagnostic.message)]
        result["locations"] = [
            [
                "physicalLocation": [
                    "artifactLocation": ["uri": .text(Self.uri(diagnostic.file))],
                    "region": ["startLine": Value(diagnostic.line), "startColumn": Value(diagnostic.column)],
                ]
            ]
        ]
        return .collection(result)
    }

    /// A path as a URI reference (RFC 3986, section 4.2).
    private static func uri(_ path: String) -> String {
        let scheme = path.hasPrefix("/") ? "file://" : ""
        return scheme + PercentEncoding.encode(path, keeping: ASCIISet.unreserved.union(ASCIISet("/")))
    }
}
