import IML
import PatchbayText
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
            let execution = answer["execution"]
            for note in execution["notes"].asArray ?? [] { terminal.complain("note: \(note.text)") }
            if let limit = execution["truncatedBy"].asText { terminal.complain(Self.cutOff(by: limit)) }
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
        switch lines.ending {
        case .error(let problem): throw type(of: client).failure(problem["status"].asInt ?? 0, problem.json())
        case .truncated(let limit): terminal.complain(Self.cutOff(by: limit))
        case nil: return
        }
    }

    /// What is said of a list that a limit ended before the service had no more.
    private static func cutOff(by limit: String) -> String {
        let remedy =
            switch ExactText(limit) {
            case "pages", "requests": " (--max \(limit)=…, or patchbay.\(limit) in the app's common data)"
            default: ""
            }
        return "truncated: the service has more than this host's limit of \(limit) lets a call read\(remedy)"
    }
}

/// Prints lines of bundles as they come, and keeps back one that says why there are no more.
private struct BundleLines {
    let terminal: Terminal
    private(set) var ending: CallLine?
    private var rest: [UInt8] = []

    init(terminal: Terminal) {
        self.terminal = terminal
    }

    mutating func take(_ bytes: [UInt8]) {
        rest += bytes
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            let line = Array(rest[...end])
            rest.removeSubrange(...end)
            if let other = CallLine(line) { ending = other } else { terminal.output(line) }
        }
    }
}
