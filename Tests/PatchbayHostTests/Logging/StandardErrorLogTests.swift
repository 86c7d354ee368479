import IML
import Logging
import Synchronization
import Testing

@testable import PatchbayHost

struct StandardErrorLogTests {
    /// What the standard error of a log got.
    private final class Lines: Sendable {
        private let bytes = Mutex<[UInt8]>([])

        var text: String { bytes.withLock { String(decoding: $0, as: UTF8.self) } }

        func logger(_ format: HostSettings.LogFormat) -> Logger {
            let terminal = Terminal(output: { _ in }, errors: { [self] more in bytes.withLock { $0 += more } })
            return Logger(label: "test") {
                StandardErrorLog(label: $0, level: .info, format: format, terminal: terminal)
            }
        }
    }

    @Test(arguments: ["\n", "\r", "\r\n"])
    func aMessageOrItsDetailsCannotMakeLinesOfTheirOwn(_ lineBreak: String) {
        let lines = Lines()
        let forged = "no\(lineBreak)2026-01-01T00:00:00.000Z info all is well\u{1B}[2J"
        lines.logger(.text).error("\(forged)", metadata: ["error": "\(forged)"])
        #expect(lines.text.utf8.filter { $0 < 0x20 } == [UInt8(ascii: "\n")])
        #expect(lines.text.contains("\\u{1b}[2J"))
    }

    @Test func programsGetAnObjectALine() throws {
        let lines = Lines()
        lines.logger(.json).warning("two\nlines", metadata: ["app": "one\r\n"])
        let object = try Value(jsonText: lines.text)
        #expect(object["message"] == "two\nlines")
        #expect(object["app"] == "one\r\n")
        #expect(object["level"] == "warning")
        #expect(lines.text.utf8.filter { $0 == UInt8(ascii: "\n") }.count == 1)
    }

    @Test func whatIsBelowTheLevelIsNotWritten() {
        let lines = Lines()
        lines.logger(.text).debug("quiet")
        #expect(lines.text.isEmpty)
    }
}
