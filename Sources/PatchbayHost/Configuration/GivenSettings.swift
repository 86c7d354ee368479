import Foundation
import IML
import PatchbayRuntime

/// What was given for a setting, and where.
package struct GivenSetting: Sendable, Hashable {
    /// The texts; one unless the setting is a list.
    package var values: [String]
    /// Where it comes from, as an error names it: `--port`, `PATCHBAY_PORT` or `patchbay.json: port`.
    package var origin: String

    /// Says what was given.
    package init(_ values: [String], from origin: String) {
        self.values = values
        self.origin = origin
    }
}

/// Settings from all their sources: flags over the environment over `patchbay.json`.
package struct GivenSettings: Sendable {
    private var given: [SettingKey: GivenSetting] = [:]
    /// Installation parameters of apps' connection specs.
    var installations = GivenInstallations()

    /// Takes settings from their sources.
    ///
    /// - Parameters:
    ///   - flags: What stood on the command line.
    ///   - environment: The process's variables; an empty one counts as not given, unless its setting protects.
    ///   - file: What `patchbay.json` says.
    package init(
        flags: [SettingKey: [String]] = [:],
        environment: [String: String] = [:],
        file: [SettingKey: GivenSetting] = [:]
    ) {
        for key in SettingKey.allCases {
            if let values = flags[key], !values.isEmpty {
                given[key] = GivenSetting(values, from: key.flag)
            } else if let text = environment[key.variable], !text.isEmpty || key.protects {
                let values = key.isList ? text.split { $0 == "," || $0 == " " }.map(String.init) : [text]
                given[key] = GivenSetting(values, from: key.variable)
            } else {
                given[key] = file[key]
            }
        }
    }

    /// Makes sure that no setting that protects was given without a value: a variable that was not filled in would leave
    /// the host open, and nobody would know.
    ///
    /// - Throws: ``SetupError`` that names the setting and where it came from.
    func checkProtecting() throws(SetupError) {
        for key in SettingKey.allCases where key.protects {
            guard let setting = given[key] else { continue }
            let isBlank = setting.values.contains { $0.allSatisfy(\.isWhitespace) }
            guard isBlank || setting.values.isEmpty else { continue }
            throw SetupError("\(setting.origin): the value is empty; give one, or leave the setting out", isUsage: true)
        }
    }

    /// What was given for a setting; `nil` when nothing was.
    package subscript(key: SettingKey) -> GivenSetting? { given[key] }

    /// The text of a setting.
    func text(_ key: SettingKey) -> String? { given[key]?.values.last }

    /// Whether a switch is on.
    ///
    /// - Throws: ``SetupError`` for anything but true or false.
    func isOn(_ key: SettingKey) throws(SetupError) -> Bool {
        guard let setting = given[key], let text = setting.values.last else { return false }
        switch text.lowercased() {
        case "1", "true", "yes", "on": return true
        case "0", "false", "no", "off": return false
        default: throw SetupError("\(setting.origin): '\(text)' is neither true nor false", isUsage: true)
        }
    }

    /// A setting read by a reader of its own, whose error gets the place the text came from.
    func read<Result>(
        _ key: SettingKey,
        _ expected: String,
        _ reader: (String) -> Result?
    ) throws(SetupError) -> Result? {
        guard let setting = given[key], let text = setting.values.last else { return nil }
        guard let result = reader(text) else {
            let what = key.isSecret ? "what was given" : "'\(text)'"
            throw SetupError("\(setting.origin): \(what) is not \(expected)", isUsage: true)
        }
        return result
    }
}

extension GivenSettings {
    /// The settings of this process: flags, its environment, and `patchbay.json` in its current directory.
    ///
    /// - Throws: ``SetupError`` when the file does not do.
    package static func collected(flags: [SettingKey: [String]]) throws(SetupError) -> GivenSettings {
        let environment = ProcessInfo.processInfo.environment
        let content = try SettingsFile.content(in: FileManager.default.currentDirectoryPath)
        var settings = GivenSettings(
            flags: flags,
            environment: environment,
            file: try SettingsFile.settings(of: content)
        )
        settings.installations = try InstallationSettings.read(
            content[InstallationSettings.fileKey],
            environment: environment
        )
        return settings
    }
}
