import IML
import PatchbayTransport

/// One module call from the command line: what `patchbay run` does.
package struct ModuleRun: Sendable {
    /// The app's name.
    package var app: String
    /// The module's name.
    package var module: String
    /// The connection to call with.
    package var connection: String?
    /// Parameters as `name=value`.
    package var pairs: [String] = []
    /// A file with the parameters as a JSON object; `-` for the standard input.
    package var input: String?
    /// The most bundles wanted.
    package var limit: Int?
    /// Whether bundles are printed a line each, as they arrive.
    package var printsLines = false

    /// Describes a call.
    package init(app: String, module: String) {
        self.app = app
        self.module = module
    }

    /// Makes the call and prints its bundles.
    ///
    /// - Throws: ``CommandFailure`` with the call's error.
    package func perform(on host: CommandHost, environment: [String: String], terminal: Terminal) async throws {
        var body: Fields = [
            "parameters": .collection(
                try CommandInput.parameters(
                    pairs,
                    over: try input.map { (path) throws(CommandFailure) in try CommandInput.object(path) } ?? [:],
                    environment: environment
                )
            )
        ]
        body["connection"] = connection.map(Value.text)
        body["limit"] = limit.map { Value($0) }
        let path = "/v1/apps/\(app.asPathSegment)/modules/\(module.asPathSegment)/run"
        if printsLines {
            let accept = "application/x-ndjson"
            let answer = try await host.client.send(
                APIRequest("POST", path, accept: accept, body: Value.collection(body).json())
            )
            try await printLines(answer, host.client, terminal)
        } else {
            let answer = try await host.client.json("POST", path, .collection(body))
            terminal.print(answer["bundles"].jsonText(pretty: true))
            for note in answer["execution"]["notes"].asArray ?? [] { terminal.complain("note: \(note.text)") }
        }
    }

    private func printLines(_ answer: APIAnswer, _ client: any HostClient, _ terminal: Terminal) async throws {
        var lines = BundleLines(terminal: terminal)
        switch answer.body {
        case .bytes(let bytes):
            guard answer.status == 200 else { throw type(of: client).failure(answer.status, bytes) }
            lines.take(bytes)
        case .stream(let source):
            while let bytes = await source.next() { lines.take(bytes) }
            if let breakage = (source as? RemoteLines)?.breakage {
                throw CommandFailure("the host broke off: \(breakage.message)")
            }
        }
        if let problem = lines.problem {
            throw type(of: client).failure(problem["status"].asInt ?? 0, problem.json())
        }
    }
}

/// Prints lines of bundles as they come, and keeps back the one that says why there are no more.
private struct BundleLines {
    let terminal: Terminal
    private(set) var problem: Value?
    private var rest: [UInt8] = []

    init(terminal: Terminal) {
        self.terminal = terminal
    }

    mutating func take(_ bytes: [UInt8]) {
        rest += bytes
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            let line = Array(rest[...end])
            rest.removeSubrange(...end)
            if line.starts(with: "{\"$error\":".utf8), let value = try? Value(json: line) {
                problem = value["$error"]
            } else {
                terminal.output(line)
            }
        }
    }
}
