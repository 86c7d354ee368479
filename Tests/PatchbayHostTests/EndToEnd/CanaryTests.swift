import Foundation
import IML
import PatchbayTesting
import Synchronization
import Testing

/// Secrets with a mark in them stand everywhere a user can put one; the mark must come out nowhere.
@Suite struct CanaryTests {
    private static let key = Data((0..<32).map { UInt8($0 * 7 + 3) }).base64EncodedString()
    private static let token = "cnry-api-token-0123456789"
    private static let environment = [
        "PATCHBAY_KEY": key, "PATCHBAY_API_TOKEN": token,
        "PATCHBAY_INSTALLATION": #"{"vault": {"vault": {"three": "\#(VaultBundle.installed.environment)"}}}"#,
        "PASSPHRASE": "cnry passphrase of the export",
    ]

    /// Everything that came out, with a word on where.
    private final class Outputs: Sendable {
        private let all = Mutex<[(place: String, text: String)]>([])

        func add(_ text: String, from place: String) { all.withLock { $0.append((place, text)) } }

        /// The places whose text holds a secret, with what stands around it.
        func leaks() -> [String] {
            all.withLock(\.self).flatMap { place, text in
                Self.marks.compactMap { secret in
                    text.range(of: secret, options: .caseInsensitive).map { found in
                        let start = text.index(found.lowerBound, offsetBy: -60, limitedBy: text.startIndex)
                        let end = text.index(found.upperBound, offsetBy: 40, limitedBy: text.endIndex)
                        return "\(place): …\(text[(start ?? text.startIndex)..<(end ?? text.endIndex)])…"
                    }
                }
            }
        }

        /// The mark as it is, in hexadecimal and base64 at each place it may begin at, and in base64 of that.
        private static let marks = [
            VaultBundle.mark, CanaryTests.key, "636e7279", "Y25ye", "Nucnkva", "NucnlQ", "Nucnkt", "jbnJ5L", "jbnJ5I",
            "jbnJ5U",
            "YWRhOmNucn", "WTI1eW",
        ]

        func contain(_ text: String) -> Bool { all.withLock { $0.contains { $0.text.contains(text) } } }
    }

    private struct Vault: Sendable {
        let folder: TemporaryDirectory
        let service: PeerService
        let host: RunningHost
        let outputs: Outputs

        @discardableResult
        func call(_ method: String, _ path: String, _ body: Value? = nil) async throws -> WebAnswer {
            let headers = [(name: "Authorization", value: "Bearer " + CanaryTests.token)]
            let answer = try await host.call(method, path, body, headers: headers)
            let shown = answer.headers.map { "\($0.name): \($0.value)" }.joined(separator: "\n")
            outputs.add(shown + "\n" + answer.text, from: "\(method) \(path) \(answer.status)")
            return answer
        }

        /// Lets the next answers of the service be these.
        func arm(_ status: Int, _ body: String, times: Int = 1, headers: Value = ["Content-Type": "application/json"])
            async throws
        {
            try await service.arm([
                "path": "/open/echo", "status": Value(status), "times": Value(times), "body": .text(body),
                "headers": headers,
            ])
        }

        func connect() async throws -> String {
            let (token, refresh) = VaultBundle.given
            try await arm(200, #"{"token": "\#(token)", "refresh": "\#(refresh)"}"#)
            let made = try await call(
                "POST",
                "/v1/apps/vault/connections/vault",
                ["parameters": VaultBundle.entered]
            )
            try #require(made.status == 201, "\(made.text)")
            return try made.json["id"].text
        }

        @discardableResult
        func run(_ module: String, _ id: String) async throws -> Int {
            try await call("POST", "/v1/apps/vault/modules/\(module)/run", ["connection": .text(id)]).status
        }
    }

    @Test(arguments: ["text", "json"])
    func noSecretComesOutAnywhere(_ format: String) async throws {
        try await withFolder { folder in
            try await withService("oauth1_provider", in: folder) { service in
                try VaultBundle(provider: service.url).write(to: folder)
                let settings = #"{"installation": {"vault": {"vault": {"two": "\#(VaultBundle.installed.file)"}}}}"#
                try folder.write(settings, to: "patchbay.json")
                let host = try await start(in: folder, format: format)
                let vault = Vault(folder: folder, service: service, host: host, outputs: Outputs())
                let listening = listen(to: vault)
                do { try await use(vault) } catch { Issue.record("\(error)\n\(folder.read("host.log").suffix(2_000))") }
                try await leave(vault)
                await listening.value
                try await checkArrival(vault)
                for leak in vault.outputs.leaks() { Issue.record("\(leak)") }
            }
        }
    }

    // MARK: - What happens

    /// A host that may write core files as far as its surroundings go.
    private func start(in folder: TemporaryDirectory, format: String) async throws -> RunningHost {
        let serve = [
            "serve", folder.path + "/apps", "--port", "0", "--data", folder.path + "/data", "--allow-host",
            "127.0.0.1", "--log-level", "trace", "--log-format", format,
        ]
        let shell = ["-c", "ulimit -c unlimited; exec \"$0\" \"$@\"", try Repository.product("patchbay")]
        let process = try ChildProcess(
            "sh",
            shell + serve,
            environment: Self.environment,
            in: folder.path,
            errorFile: folder.path + "/host.log"
        )
        let greeting = try await process.line()
        let match = try #require(greeting.firstMatch(of: #/on (http:\S+) /#))
        return RunningHost(url: String(match.1), greeting: greeting, process: process)
    }

    private func listen(to vault: Vault) -> Task<Void, Never> {
        let request = WebRequest(
            url: vault.host.url + "/v1/events",
            headers: [(name: "Authorization", value: "Bearer " + Self.token)]
        )
        return Task {
            // It ends with the host.
            _ = try? await WebClient(patience: 120).stream(request) { piece in
                vault.outputs.add(String(decoding: piece, as: UTF8.self), from: "events")
                return true
            }
        }
    }

    private func use(_ vault: Vault) async throws {
        let place = "/v1/apps/vault/connections/vault"
        try await vault.call("PUT", place + "/installation", ["parameters": ["one": 5, "onf": "cnry-wrong-name"]])
        let filled: Value = ["parameters": ["one": .text(VaultBundle.installed.api)]]
        #expect(try await vault.call("PUT", place + "/installation", filled).status == 200)
        try await vault.arm(401, (["m": .text(VaultBundle.echo(tokens: false))] as Value).jsonText())
        #expect(try await vault.call("POST", place, ["parameters": VaultBundle.entered]).status == 422)
        try await vault.arm(200, VaultBundle.freshTokens)
        #expect(try await vault.call("POST", place, ["parameters": VaultBundle.entered]).status == 422)
        let id = try await vault.connect()
        for module in VaultBundle.modules { try await vault.run(module, id) }
        #expect(try await vault.run("call", id) == 200)
        try await refuse(vault, id)
        try await writeDifferently(vault, id)
        try await change(vault, id)
        try await readEverything(vault, id)
        try await runCommands(vault, id)
    }

    private var echo: String {
        (["m": .text(VaultBundle.echo()), "password": .text(VaultBundle.echo())] as Value).jsonText()
    }

    /// The service echoes what it knows in answers of every kind.
    private func refuse(_ vault: Vault, _ id: String) async throws {
        for status in [400, 403, 404, 429, 500, 503] {
            try await vault.arm(status, echo)
            try await vault.run("call", id)
        }
        let texts = [
            "no json: " + VaultBundle.echo(), "<html>\(VaultBundle.echo())</html>",
            "{\"m\": \"\(VaultBundle.given.token)\", x}",
        ]
        for text in texts {
            try await vault.arm(200, text)
            try await vault.run("call", id)
            try await vault.arm(502, text, headers: ["Content-Type": "text/html"])
            try await vault.run("call", id)
        }
        for target in [
            "http://10.255.255.1/", "file:///", "http://127.0.0.1:1/", "\(vault.service.url)/fault/status/400",
        ] {
            try await vault.arm(302, "", headers: ["Location": .text(target + "?k=\(VaultBundle.given.token)")])
            try await vault.run("call", id)
        }
        let cookie: Value = [
            "Set-Cookie": .text("s=\(VaultBundle.given.token)"), "X-Echo": .text(VaultBundle.given.refresh),
        ]
        try await vault.arm(400, echo, headers: cookie)
        try await vault.run("call", id)
    }

    /// The service writes what it knows in every form, and at every place an error may cut it at.
    private func writeDifferently(_ vault: Vault, _ id: String) async throws {
        for form in SecretForm.all {
            let text = VaultBundle.echo(form)
            try await vault.arm(400, (["m": .text(text)] as Value).jsonText())
            try await vault.run("call", id)
            try await vault.arm(200, "{\"m\": \"" + text)
            try await vault.run("call", id)
            try await vault.arm(200, text, headers: ["Content-Type": "text/plain"])
            try await vault.run("quoted", id)
        }
        for offset in 0...120 {
            try await vault.arm(200, "{\"m\": \"" + String(repeating: ".", count: offset) + VaultBundle.given.token)
            try await vault.run("call", id)
        }
    }

    /// The connection is verified, changed, broken, authorized again.
    private func change(_ vault: Vault, _ id: String) async throws {
        let path = "/v1/connections/" + id
        for status in [403, 500] {
            try await vault.arm(status, echo)
            try await vault.call("POST", path + "/verify")
            try await vault.arm(status, echo)
            try await vault.call("POST", path + "/reauthorize")
            try await vault.arm(200, VaultBundle.freshTokens)
            try await vault.call("POST", path + "/reauthorize")
            try await vault.arm(status, echo)
            try await vault.call("PATCH", path, ["parameters": ["password": "cnry-new-password"]])
        }
        _ = try await vault.call("POST", path + "/reauthorize")
        try await vault.arm(401, echo)
        try await vault.run("call", id)
        #expect(try await vault.call("GET", path).json["status"] == "broken")
        try await vault.run("call", id)
        try await vault.call("POST", path + "/verifier", ["verifier": "cnry-verifier"])
        _ = try await vault.host.visit(
            vault.host.url + "/oauth/cb/app?state=cnry-state&code=cnry-code&error=cnry-error"
        )
        try await vault.call("GET", "/oauth/cb/app?state=unknown&code=x")
        try await vault.call("DELETE", "/v1/connections/" + vault.connect())
    }

    /// Every answer the API document names.
    private func readEverything(_ vault: Vault, _ id: String) async throws {
        let document = try await vault.call("GET", "/openapi.json").json
        let executions = try await vault.call("GET", "/v1/executions").json["executions"].asArray ?? []
        #expect(executions.count > 20)
        for (path, methods) in document["paths"].asFields ?? [:]
        where !methods["get"].isMissing && path != "/v1/events" && !path.hasPrefix("/oauth/") {
            let isExecution = path.hasPrefix("/v1/executions")
            for identifier in isExecution ? executions.map({ $0["id"].text }) : [id] {
                var filled = path.replacing("{id}", with: identifier)
                filled = filled.replacing("{app}", with: "vault").replacing("{connection}", with: "vault")
                try await vault.call("GET", filled.replacing("{module}", with: "call").replacing("{rpc}", with: "none"))
            }
        }
        let stranger = try await vault.host.call(
            "GET",
            "/v1/connections",
            headers: [
                (name: "Authorization", value: "Bearer \(Self.token)x")
            ]
        )
        #expect(stranger.status == 401)
        vault.outputs.add(stranger.text, from: "a wrong token")
    }

    private func runCommands(_ vault: Vault, _ id: String) async throws {
        let data = ["--data", vault.folder.path + "/data", "--apps", vault.folder.path + "/apps"]
        let file = vault.folder.path + "/exported.json"
        let commands: [[String]] = [
            ["connections"] + data, ["connections", "show", id] + data, ["install", "vault"] + data,
            ["connections", "verify", id, "--log-level", "trace"] + data,
            ["run", "vault", "call", "--connection", id, "--log-level", "trace"] + data,
            ["run", "vault", "call", "--connection", id, "--url", vault.host.url],
            ["connections", "export", "--passphrase-env", "PASSPHRASE", "--output", file] + data,
            ["connections", "import", file, "--passphrase-env", "PASSPHRASE", "--replace"] + data,
            ["keys", "rotate"] + data, ["validate", vault.folder.path + "/apps"],
        ]
        for command in commands {
            let run = try await Command.run(command, environment: Self.environment, in: vault.folder)
            vault.outputs.add(run.output + run.errors, from: command.prefix(3).joined(separator: " "))
        }
        let exported = vault.folder.read("exported.json")
        #expect(exported.contains("AES-256-GCM"))
        vault.outputs.add(exported, from: "the exported file")
    }

    /// Lets the host crash, and gathers what it leaves.
    private func leave(_ vault: Vault) async throws {
        vault.host.process.signal(SIGABRT)
        #expect(try await vault.host.process.ended() == -SIGABRT)
        vault.outputs.add(vault.host.greeting, from: "the first line")
        vault.outputs.add(try await vault.host.process.remainingOutput(), from: "standard output")
        vault.outputs.add(vault.folder.read("host.log"), from: "log")
        let names = try FileManager.default.contentsOfDirectory(atPath: vault.folder.path)
        #expect(!names.contains { $0.hasPrefix("core") }, "a core file: \(names)")
        let data = vault.folder.path + "/data/"
        let files = try FileManager.default.contentsOfDirectory(atPath: data)
        #expect(files.contains { $0.hasSuffix("-wal") }, "\(files)")
        for file in files {
            let bytes = FileManager.default.contents(atPath: data + file) ?? Data()
            // Latin-1 keeps every byte, so that text is found between others.
            vault.outputs.add(String(data: bytes, encoding: .isoLatin1) ?? "", from: file)
        }
    }

    /// The secrets were really there: the service got every one, and what is no secret is found in the outputs.
    private func checkArrival(_ vault: Vault) async throws {
        let requests = try await vault.service.send("GET", "/_provider/requests?path=").text
        let arrived = requests.removingPercentEncoding ?? requests
        for secret in VaultBundle.sent {
            let forms = [secret, secret.replacing("/", with: "\\/"), secret.replacing(" ", with: "+")]
            #expect(forms.contains { arrived.contains($0) || requests.contains($0) }, "\(secret) never arrived")
        }
        #expect(vault.outputs.contain("vault"))
        #expect(vault.outputs.contain("‹secret›"))
        #expect(vault.outputs.contain("execution.finished"))
    }
}
