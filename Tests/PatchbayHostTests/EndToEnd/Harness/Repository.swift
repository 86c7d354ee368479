import Foundation
import PatchbayTesting

/// Where the project's files and products are.
enum Repository {
    /// The checkout.
    static let path: String = {
        var url = URL(fileURLWithPath: #filePath)
        for _ in 0..<5 { url.deleteLastPathComponent() }
        return url.path
    }()

    /// A built program; it stands beside the tests.
    static func product(_ name: String) throws -> String {
        let runner = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        let program = runner.deletingLastPathComponent().appendingPathComponent(name).path
        guard FileManager.default.isExecutableFile(atPath: program) else {
            throw HarnessError("\(program) is not built; run `swift build --build-tests` first")
        }
        return program
    }
}
