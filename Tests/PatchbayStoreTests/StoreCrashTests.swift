import Foundation
import PatchbayStore
import PatchbayTesting
import Testing

/// Kills a process in the middle of writing, and looks for everything it had acknowledged.
struct StoreCrashTests {
    private static let variable = "PATCHBAY_STORE_CRASH_DIRECTORY"

    @Test func killedAtAnyMomentAProcessLosesNoAcknowledgedWrite() async throws {
        for acknowledged in [1, 40, 150] {
            let folder = try StoreFolder()
            let log = folder.path + "/acknowledged"
            let process = try Self.startWriter(in: folder.path)
            defer { process.signal(SIGKILL) }
            let reached = try await eventually {
                let text = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
                return text.utf8.count { $0 == UInt8(ascii: "\n") } >= acknowledged
            }
            process.signal(SIGKILL)
            let status = try await process.ended()
            #expect(reached, "The writer ended with \(status)")
            let text = try String(contentsOfFile: log, encoding: .utf8)
            let ids = Set(text.split(separator: "\n").map(String.init))
            let found = Set(try await folder.open().connections(matching: ConnectionFilter()).map(\.id))
            #expect(ids.subtracting(found) == [])
        }
    }

    /// Runs this test program again, with nothing but the writer below.
    private static func startWriter(in folder: String) throws -> ChildProcess {
        try ChildProcess(
            URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().path,
            ["--testing-library", "swift-testing", "--filter", "StoreCrashWriter"],
            environment: [variable: folder],
            in: folder,
            errorFile: folder + "/writer.log"
        )
    }

    /// Not a test by itself: what the killed process does.
    struct StoreCrashWriter {
        @Test(.enabled(if: ProcessInfo.processInfo.environment[variable] != nil))
        func writesUntilItIsKilled() async throws {
            let folder = try #require(ProcessInfo.processInfo.environment[variable])
            let store = try SQLiteStore.open(folder, environment: [:]) { 0 }
            let log = open(folder + "/acknowledged", O_WRONLY | O_CREAT | O_APPEND, 0o600)
            try await withThrowingTaskGroup { group in
                for writer in 0..<8 {
                    group.addTask {
                        for index in 0..<100_000 {
                            let id = "con_\(writer)_\(index)"
                            try await store.insert(.sample(id))
                            let line = Array("\(id)\n".utf8)
                            guard write(log, line, line.count) == line.count else { return }
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
    }
}
