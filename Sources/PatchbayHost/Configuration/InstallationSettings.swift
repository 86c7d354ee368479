import IML
import PatchbayRuntime
import PatchbayStore

/// Reads installation parameters from the host's settings: an object of apps, of their connection specs, of values.
///
/// A text `$NAME` is the environment's variable NAME and `@PATH` a file's content, so that the settings need not hold a
/// secret; `$$` and `@@` stand for `$` and `@` at the start.
enum InstallationSettings {
    /// The key in `patchbay.json`.
    static let fileKey = "installation"
    /// The environment's variable, which holds the object as JSON, or `@PATH` of a file that does.
    static let variable = "PATCHBAY_INSTALLATION"

    /// The parameters of both sources.
    ///
    /// - Parameters:
    ///   - file: What `patchbay.json` has under its key; undefined for nothing.
    ///   - environment: The process's environment.
    /// - Throws: ``SetupError`` that names the place, never a value.
    static func read(_ file: Value, environment: [String: String]) throws(SetupError) -> GivenInstallations {
        var given = GivenInstallations()
        let inFile = InstallationReader(name: "\(SettingsFile.name): \(fileKey)", environment: environment)
        try inFile.read(file, from: .file, into: &given)
        guard let text = environment[variable], !text.isEmpty else { return given }
        let reader = InstallationReader(name: variable, environment: environment)
        let resolved = try reader.resolved(text, at: "")
        guard let value = try? Value(json: Array(resolved.utf8)) else {
            throw SetupError(
                "\(variable): this is not JSON; it takes {\"app\": {\"connection\": {\"name\": \"value\"}}}"
            )
        }
        try reader.read(value, from: .environment, into: &given)
        return given
    }
}

/// Reads the parameters of one source.
private struct InstallationReader {
    /// How errors name the source.
    let name: String
    let environment: [String: String]

    func read(
        _ value: Value,
        from origin: GivenInstallations.Origin,
        into given: inout GivenInstallations
    ) throws(SetupError) {
        if value.isMissing { return }
        for (app, specs) in try object(value, at: "") {
            for (connection, parameters) in try object(specs, at: ".\(app)") {
                let place = ".\(app).\(connection)"
                var resolved = Fields()
                for (key, value) in try object(parameters, at: place) {
                    resolved[key] = try self.value(value, at: "\(place).\(key)")
                }
                given.set(resolved, of: InstallationPlace(app: app, connection: connection), from: origin)
            }
        }
    }

    /// A text with what it stands for put in.
    func resolved(_ text: String, at place: String) throws(SetupError) -> String {
        do {
            return try CommandInput.resolved(text, environment)
        } catch {
            // The error of a command names a flag and the text; here the text may be a secret with a `$` in front.
            throw SetupError("\(name)\(place): there is no such variable or file; write $$ or @@ for the sign itself")
        }
    }

    private func value(_ value: Value, at place: String) throws(SetupError) -> Value {
        guard case .text(let text) = value else { return value }
        return .text(try resolved(text, at: place))
    }

    private func object(_ value: Value, at place: String) throws(SetupError) -> Fields {
        guard case .collection(let fields) = value else {
            throw SetupError(
                "\(name)\(place): expected an object; it takes {\"app\": {\"connection\": {\"name\": \"value\"}}}"
            )
        }
        return fields
    }
}
