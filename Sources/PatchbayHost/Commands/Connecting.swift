import Foundation
import IML
import PatchbayRuntime
import PatchbayText

/// Makes a connection, or authorizes one again, with the user at the terminal: what `patchbay connect` does.
package struct Connecting: Sendable {
    /// Whether the address is opened in a browser or only printed.
    package var opensBrowser = true
    /// Seconds to wait for the user.
    package var patience: Double = 600

    private let host: CommandHost
    private let terminal: Terminal

    /// Works on a host's connections.
    package init(_ host: CommandHost, terminal: Terminal) {
        self.host = host
        self.terminal = terminal
    }

    /// Creates a connection and prints its id once it is valid.
    ///
    /// - Parameters:
    ///   - app: The app's name.
    ///   - connection: The connection spec; `nil` when the app has one only.
    ///   - pairs: What the user enters, as `name=value`.
    ///   - scopes: Scopes wanted beside the spec's default ones.
    ///   - modules: Modules it is to serve, whose scopes are asked for too.
    ///   - environment: The process's environment, for `name=$VARIABLE`.
    /// - Throws: ``CommandFailure``.
    package func create(
        app: String,
        connection: String?,
        name: String?,
        pairs: [String],
        scopes: [String] = [],
        modules: [String] = [],
        environment: [String: String]
    ) async throws {
        let spec = if let connection { connection } else { try await Self.onlyConnection(of: app, on: host) }
        var body: Fields = [
            "parameters": .collection(try CommandInput.parameters(pairs, environment: environment))
        ]
        body["name"] = name.map(Value.text)
        body.merge(Self.members(scopes, modules))
        let path = "/v1/apps/\(app.asPathSegment)/connections/\(spec.asPathSegment)"
        try await authorize(path, .collection(body))
    }

    /// Authorizes a connection again and prints its id once it is valid.
    ///
    /// - Parameters:
    ///   - id: The connection's id.
    ///   - scopes: Scopes it is to have too.
    ///   - modules: Modules it is to serve from now on, whose scopes are asked for too.
    package func reauthorize(_ id: String, scopes: [String] = [], modules: [String] = []) async throws {
        let body = Value.collection(Self.members(scopes, modules))
        try await authorize("/v1/connections/\(id.asPathSegment)/reauthorize", body)
    }

    private static func members(_ scopes: [String], _ modules: [String]) -> Fields {
        var members = Fields()
        if !scopes.isEmpty { members["scopes"] = .array(scopes.map(Value.text)) }
        if !modules.isEmpty { members["modules"] = .array(modules.map(Value.text)) }
        return members
    }

    /// The connection spec of an app that has one only.
    ///
    /// - Throws: ``CommandFailure`` when it has none, or several.
    static func onlyConnection(of app: String, on host: CommandHost) async throws -> String {
        let found = try await host.client.json("GET", "/v1/apps/" + app.asPathSegment)["connections"].asArray ?? []
        let names = found.map { $0["name"].text }
        guard names.count < 2 else {
            throw CommandFailure(
                "'\(app)' has several connections; name one of \(names.joined(separator: ", "))",
                exitCode: .usage
            )
        }
        guard let name = names.first else { throw CommandFailure("'\(app)' needs no connection", exitCode: .usage) }
        return name
    }

    private func authorize(_ path: String, _ body: Value?) async throws {
        let started = try await host.client.json("POST", path, body)
        let id = started["id"].text
        guard let address = started["authorizeUrl"].asText else {
            terminal.print(id)
            return
        }
        let page = opensBrowser ? BrowserPage(leadingTo: address, in: pageDirectory) : nil
        defer { page?.remove() }
        let send: @Sendable () -> Void = { [self] in
            terminal.complain("Open this address to authorize '\(started["name"].text)':\n\n    \(address)\n")
            page?.open()
        }
        if started["wantsVerifier"].asBool == true {
            send()
            try await submitVerifier(for: id)
        } else {
            try await CallbackWait(host: host, patience: patience).until(id, changesFrom: started, sendsUser: send)
        }
        terminal.print(id)
    }

    /// The data directory, where it is on this machine: browsers that are shut out of temporary directories may read it.
    private var pageDirectory: String {
        host.local?.settings.data ?? FileManager.default.temporaryDirectory.path
    }

    private func submitVerifier(for id: String) async throws {
        terminal.complain("Enter the code the service shows:")
        let path = "/v1/connections/\(id.asPathSegment)/verifier"
        while true {
            guard let line = readLine(), !line.isEmpty else { throw CommandFailure("no code was entered") }
            let code = String(line.trimmingWhitespace())
            do {
                _ = try await host.client.json("POST", path, ["verifier": .text(code)])
                return
            } catch let failure as CommandFailure where failure.mayRetry {
                terminal.complain("patchbay: \(failure)")
            }
        }
    }
}
