import Foundation
import IML
import Testing

/// The tables in `Cases/`, whose expected values were found without this engine.
enum CaseTable {
    enum Failure: Error {
        case noTables
        case malformed(table: String, number: Int)
    }

    static let all: [LanguageCase] = tables.flatMap { table, content in
        (content["cases"].asArray ?? []).enumerated().map { number, fields in
            LanguageCase(table: table, number: number + 1, fields: fields)
        }
    }

    static let tables: [(name: String, content: Value)] = {
        let directory = Bundle.module.resourceURL?.appending(path: "Cases")
        let files = directory.flatMap {
            try? FileManager.default.contentsOfDirectory(at: $0, includingPropertiesForKeys: nil)
        }
        return (files ?? []).filter { $0.pathExtension == "json" }
            .sorted { $0.lastPathComponent < $1.lastPathComponent }
            .map { file in
                let content = (try? Data(contentsOf: file)).flatMap { try? Value(json: $0) }
                return (file.lastPathComponent, content ?? .undefined)
            }
    }()

    /// A date of a table, read by Foundation rather than by the language.
    static func date(_ coded: Value) -> Value {
        if let milliseconds = coded.asInt { return .date(Timestamp(millisecondsSinceEpoch: Int64(milliseconds))) }
        let text = coded.text
        let style = Date.ISO8601FormatStyle(includingFractionalSeconds: text.contains("."))
        guard let date = try? style.parse(text) else { return .text("not a date: \(text)") }
        return .date(Timestamp(millisecondsSinceEpoch: Int64((date.timeIntervalSince1970 * 1_000).rounded())))
    }

    /// Binary of a table, read by Foundation.
    static func binary(_ base64: String) -> Value {
        guard let data = Data(base64Encoded: base64) else { return .text("not base64: \(base64)") }
        return .binary(Binary([UInt8](data)))
    }
}

struct CaseTableTests {
    @Test(arguments: CaseTable.all)
    func givesWhatWasFoundIndependently(_ line: LanguageCase) {
        let outcome = line.outcome
        let wanted = line.fields["expected"]
        #expect(line.expects(outcome), "\(line.testDescription) gives \(outcome), expected \(wanted)")
    }

    @Test func everyTableIsReadAndSaysHowItsValuesWereFound() {
        #expect(!CaseTable.tables.isEmpty)
        for (name, content) in CaseTable.tables {
            let cases = content["cases"].asArray ?? []
            #expect(!cases.isEmpty, "\(name) has no cases")
            for (number, line) in cases.enumerated() {
                let how = line["how"].asText ?? content["how"].asText ?? ""
                #expect(!how.isEmpty, "\(name) \(number + 1) does not say how")
                #expect(line["expected"].asFields?.count == 1, "\(name) \(number + 1) expects nothing")
            }
        }
    }

    @Test(arguments: FunctionCatalog.entries)
    func theExamplesOfEveryFunctionAreTrue(_ entry: FunctionCatalog.Entry) throws {
        #expect(!entry.examples.isEmpty, "\(entry.name) has no example")
        for example in entry.examples {
            let value = try Template(bareExpression: example.expression).evaluate(in: Scope())
            #expect(value.description == example.result, "\(example.expression)")
        }
    }
}
