import IML
import Testing

@testable import PatchbayBundle

@Suite("Reports")
struct DiagnosticReportTests {
    private func report() throws -> DiagnosticReport {
        let bundle = try moduleBundle("{\"url\": \"https://a\", \"x y\": 1}")
        let broken = try TemporaryBundle("bro ken", ["makecomapp.json": "["])
        return DiagnosticReport([
            DiagnosticReport.Bundle(bundle.read(), directory: "apps/sample/"),
            DiagnosticReport.Bundle(broken.read(), directory: "/srv/bro ken"),
        ])
    }

    @Test func writesLinesAsCompilersDo() throws {
        let report = try report()
        #expect(
            report.rendered(as: .text, version: "1.0") == """
                apps/sample/list.iml.json:1:22: warning: 'x y' means nothing in a request [unknown-key]
                /srv/bro ken/makecomapp.json:1:2: error: Expected a value, found the end of the file [syntax]

                """
        )
        #expect(report.errorCount == 1)
        #expect(report.warningCount == 1)
        #expect(DiagnosticReport([]).rendered(as: .text, version: "1.0") == "")
    }

    @Test func writesJSON() throws {
        let value = try Value(jsonText: try report().rendered(as: .json, version: "1.0"))
        #expect(value["errors"] == 1)
        #expect(value["warnings"] == 1)
        #expect(value["bundles"].element(at: 2)["status"] == "failed")
        #expect(
            value["bundles"].element(at: 1)["diagnostics"].element(at: 1) == [
                "file": "list.iml.json", "line": 1, "column": 22, "severity": "warning", "code": "unknown-key",
                "message": "'x y' means nothing in a request",
            ]
        )
    }

    @Test func writesSARIF() throws {
        let value = try Value(jsonText: try report().rendered(as: .sarif, version: "1.2.3"))
        #expect(value["version"] == "2.1.0")
        let run = value["runs"].element(at: 1)
        #expect(run["columnKind"] == "unicodeCodePoints")
        let driver = run["tool"]["driver"]
        #expect(driver["name"] == "Patchbay")
        #expect(driver["version"] == "1.2.3")
        #expect(driver["rules"].asArray?.map { $0["id"].text } == ["syntax", "unknown-key"])
        let results = try #require(run["results"].asArray)
        #expect(results.map { $0["level"] } == ["warning", "error"])
        #expect(results.map { $0["ruleIndex"] } == [1, 0])
        let location = results[1]["locations"].element(at: 1)["physicalLocation"]
        #expect(location["artifactLocation"]["uri"] == "file:///srv/bro%20ken/makecomapp.json")
        #expect(location["region"] == ["startLine": 1, "startColumn": 2])
    }

    @Test func everyCodeIsExplained() {
        for code in DiagnosticCode.allCases { #expect(code.summary.hasSuffix(".")) }
        #expect(Set(DiagnosticCode.allCases.map(\.rawValue)).count == DiagnosticCode.allCases.count)
    }
}
