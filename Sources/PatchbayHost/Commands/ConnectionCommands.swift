import IML

/// What `patchbay connections` does.
package struct ConnectionCommands: Sendable {
    private let host: CommandHost
    private let terminal: Terminal

    /// Works on a host's connections.
    package init(_ host: CommandHost, terminal: Terminal) {
        self.host = host
        self.terminal = terminal
    }

    /// Prints every connection, a line each.
    package func list() async throws {
        let connections = try await host.client.json("GET", "/v1/connections")["connections"].asArray ?? []
        if connections.isEmpty { terminal.complain("There are no connections; patchbay connect APP makes one.") }
        for connection in connections {
            let place = connection["app"].text + "/" + connection["connection"].text
            terminal.print(
                [connection["id"].text, connection["status"].text, place, connection["name"].text].joined(
                    separator: "\t"
                )
            )
        }
    }

    /// Prints a connection.
    package func show(_ id: String) async throws {
        terminal.print(try await host.client.json("GET", path(id)).jsonText(pretty: true))
    }

    /// Checks a connection by asking its service, and prints it.
    package func verify(_ id: String) async throws {
        terminal.print(try await host.client.json("POST", path(id) + "/verify").jsonText(pretty: true))
    }

    /// Deletes a connection.
    package func delete(_ id: String) async throws {
        _ = try await host.client.json("DELETE", path(id))
        terminal.complain("Deleted \(id).")
    }

    private func path(_ id: String) -> String { "/v1/connections/" + id.asPathSegment }
}
