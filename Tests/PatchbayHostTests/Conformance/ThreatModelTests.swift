import Foundation
import Testing

/// The threat model names code and tests that are there.
struct ThreatModelTests {
    private static var text: String {
        get throws { try String(contentsOfFile: Repository.path + "/.github/SECURITY.md", encoding: .utf8) }
    }

    @Test func everyPlaceItNamesIsThere() throws {
        let places = try Self.text.matches(of: /`((?:Sources|Plugins)\/[^`]+)`/).map { String($0.1) }
        #expect(places.count > 20)
        for place in places {
            #expect(FileManager.default.fileExists(atPath: Repository.path + "/" + place), "\(place)")
        }
    }

    @Test func everyTestItNamesIsThere() throws {
        let named = try Self.text.matches(of: /`(\w+Tests)\.(\w+)`/).map { (suite: String($0.1), test: String($0.2)) }
        #expect(named.count > 40)
        let files = try Self.testFiles()
        for (suite, test) in named {
            let isThere = files.contains { $0.contains("struct \(suite) {") && $0.contains("func \(test)(") }
            #expect(isThere, "\(suite).\(test)")
        }
    }

    private static func testFiles() throws -> [String] {
        var files: [String] = []
        for folder in ["Tests", "Plugins"] {
            let root = Repository.path + "/" + folder
            for path in FileManager.default.enumerator(atPath: root) ?? .init() {
                guard let path = path as? String, path.hasSuffix("Tests.swift") else { continue }
                files.append(try String(contentsOfFile: root + "/" + path, encoding: .utf8))
            }
        }
        return files
    }
}
