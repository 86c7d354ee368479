import Foundation
import IML

/// Reads `patchbay.json`.
enum SettingsFile {
    /// The file's name, looked for in the current directory.
    static let name = "patchbay.json"

    /// The content of the file in a directory; an empty object when there is no such file.
    ///
    /// - Throws: ``SetupError`` when it cannot be read or is no JSON.
    static func content(in directory: String) throws(SetupError) -> Value {
        let path = directory + "/" + name
        guard FileManager.default.fileExists(atPath: path) else { return .collection([:]) }
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw SetupError("\(name): the file cannot be read; check its permissions")
        }
        do {
            return try Value(json: bytes)
        } catch {
            throw SetupError("\(name):\(error.line):\(error.column): \(error.message)")
        }
    }

    /// The settings of the file's content.
    ///
    /// - Throws: ``SetupError`` when it is not an object, or has a key or value that means nothing.
    static func settings(of content: Value) throws(SetupError) -> [SettingKey: GivenSetting] {
        guard case .collection(let entries) = content else {
            throw SetupError("\(name): the file has to be a JSON object of settings")
        }
        var settings: [SettingKey: GivenSetting] = [:]
        for (name, value) in entries where name != InstallationSettings.fileKey {
            guard let key = SettingKey.allCases.first(where: { $0.fileKeys.contains(name) }) else {
                let known = (SettingKey.allCases.map(\.rawValue) + [InstallationSettings.fileKey]).joined(
                    separator: ", "
                )
                throw SetupError("\(Self.name): '\(name)' is no setting; there are \(known)")
            }
            let origin = "\(Self.name): \(name)"
            settings[key] = GivenSetting(try texts(value, of: key, origin), from: origin)
        }
        return settings
    }

    private static func texts(_ value: Value, of key: SettingKey, _ origin: String) throws(SetupError) -> [String] {
        switch value {
        case .text, .number, .bool: return [value.text]
        case .collection(let entries) where key == .max:
            return entries.map { "\($0.key)=\($0.value.text)" }
        case .array(let elements) where key.isList && elements.allSatisfy { $0.asText != nil }:
            return elements.map(\.text)
        default:
            throw SetupError(
                "\(origin): expected \(key.isList ? "a text or an array of texts" : "a text, a number or true")"
            )
        }
    }
}
