import IML

/// Fills in or shows the installation parameters of a connection spec: what `patchbay install` does.
package struct InstallationCommand: Sendable {
    /// The app's name.
    package var app: String
    /// The connection spec; `nil` when the app has one only.
    package var connection: String?
    /// What is filled in, as `name=value`.
    package var pairs: [String] = []
    /// Whether what was filled in is forgotten.
    package var clears = false

    /// Names an app.
    package init(app: String, connection: String?) {
        self.app = app
        self.connection = connection
    }

    /// Does it and prints what is filled in: names, never values.
    ///
    /// - Throws: ``CommandFailure``.
    package func perform(on host: CommandHost, environment: [String: String], terminal: Terminal) async throws {
        let spec = if let connection { connection } else { try await Connecting.onlyConnection(of: app, on: host) }
        let path = "/v1/apps/\(app.asPathSegment)/connections/\(spec.asPathSegment)/installation"
        let shown: Value
        if clears {
            shown = try await host.client.json("DELETE", path)
        } else if pairs.isEmpty {
            shown = try await host.client.json("GET", path)
        } else {
            let parameters = try CommandInput.parameters(pairs, environment: environment)
            shown = try await host.client.json("PUT", path, ["parameters": .collection(parameters)])
        }
        for key in shown["keys"].asArray ?? [] { terminal.print("\(key["name"].text)\t\(key["from"].text)") }
        for name in shown["missing"].asArray ?? [] { terminal.print("\(name.text)\tmissing") }
        for name in shown["unset"].asArray ?? [] { terminal.print("\(name.text)\tunset") }
    }
}
