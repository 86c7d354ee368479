import Foundation
import IML
package import Logging
import Synchronization

/// Writes log lines to the standard error, for people or for programs.
package struct StandardErrorLog: LogHandler {
    /// What goes with every line.
    package var metadata: Logger.Metadata = [:]
    /// The least level that is written.
    package var logLevel: Logger.Level

    private let label: String
    private let format: HostSettings.LogFormat
    private let terminal: Terminal

    /// Makes a log.
    ///
    /// - Parameter terminal: Whose standard error gets the lines.
    package init(
        label: String,
        level: Logger.Level,
        format: HostSettings.LogFormat,
        terminal: Terminal = .standard
    ) {
        self.label = label
        self.format = format
        self.terminal = terminal
        logLevel = level
    }

    /// Makes the logger of a host.
    package static func logger(_ settings: HostSettings) -> Logger {
        Logger(label: "patchbay") { label in
            StandardErrorLog(label: label, level: settings.logLevel, format: settings.logFormat)
        }
    }

    /// One entry of what goes with every line.
    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Writes a line.
    package func log(event: LogEvent) {
        let entries = metadata.merging(event.metadata ?? [:]) { $1 }.sorted { $0.key < $1.key }
        let now = Timestamp(secondsSinceEpoch: Date().timeIntervalSince1970)
        let message = event.message.description
        let line =
            switch format {
            case .text: Self.text(now, event.level, message, entries)
            case .json: Self.json(now, event.level, message, entries, label: label)
            }
        terminal.complain(line)
    }

    private static func text(
        _ now: Timestamp,
        _ level: Logger.Level,
        _ message: String,
        _ entries: [(key: String, value: Logger.MetadataValue)]
    ) -> String {
        let pairs = entries.map { " \($0.key)=\(quoted("\($0.value)"))" }.joined()
        return "\(now.iso8601) \(level.rawValue) \(onOneLine(message))\(pairs)"
    }

    private static func json(
        _ now: Timestamp,
        _ level: Logger.Level,
        _ message: String,
        _ entries: [(key: String, value: Logger.MetadataValue)],
        label: String
    ) -> String {
        var fields: Fields = [
            "time": .text(now.iso8601), "level": .text(level.rawValue), "logger": .text(label),
            "message": .text(message),
        ]
        for (key, value) in entries { fields[key] = .text("\(value)") }
        return Value.collection(fields).jsonText()
    }

    private static func quoted(_ text: String) -> String {
        let isPlain = !text.isEmpty && text.utf8.allSatisfy { $0 > 0x20 && $0 != UInt8(ascii: "\"") && $0 != 0x7F }
        return isPlain ? text : Value.text(text).jsonText()
    }

    /// A message cannot make a second line that looks like the log's own, nor move a terminal's cursor.
    private static func onOneLine(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else { return text }
        return text.unicodeScalars.map { scalar in
            switch scalar {
            case "\n": "\\n"
            case "\r": "\\r"
            case "\t": "\\t"
            case _ where scalar.properties.generalCategory == .control: "\\u{\(String(scalar.value, radix: 16))}"
            default: String(scalar)
            }
        }.joined()
    }
}
