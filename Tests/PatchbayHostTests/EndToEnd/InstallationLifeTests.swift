import Foundation
import IML
import PatchbayTesting
import Testing

/// What whoever runs a host fills in for an app, from each of its sources, in a host as it is run.
@Suite struct InstallationLifeTests {
    /// An app whose bundle holds no secret, on the sample service's API key.
    static func write(to folder: TemporaryDirectory, provider: String) throws {
        let place = "apps/keyed/connections/keyed/"
        try folder.write(
            """
            {"url": "\(provider)/keyed/account", "headers": {"X-Api-Key": "{{common.key}}"},
             "response": {"uid": "{{body.id}}", "data": {"own": "yes"}, "error": "{{body.error.message}}"}}
            """,
            to: place + "keyed.communication.iml.json"
        )
        try folder.write(
            #"[{"name": "key", "type": "password", "required": true}]"#,
            to: place + "keyed.install-spec.iml.json"
        )
    }

    private static let path = "/v1/apps/keyed/connections/keyed/installation"

    @Test func theAPIFillsItInAndShowsNamesOnly() async throws {
        try await withStage(prepare: { try Self.write(to: $0, provider: $1.url) }) { stage in
            let early = try await stage.host.create("keyed", of: "keyed")
            #expect(early.status == 400, "\(early.text)")
            #expect(early.text.contains(Self.path))
            let wrong = try await stage.host.call("PUT", Self.path, ["parameters": [:]])
            #expect(wrong.status == 400)
            #expect(try wrong.json["errors"].element(at: 1)["path"] == "key")
            let filled = try await stage.host.call("PUT", Self.path, ["parameters": ["key": "sample-api-key"]])
            #expect(filled.status == 200, "\(filled.text)")
            #expect(try filled.json["keys"] == [["name": "key", "from": "api"]])
            #expect(try filled.json["missing"] == [])
            #expect(try await stage.host.create("keyed", of: "keyed").status == 201)
            let shown = try await stage.host.call("GET", Self.path)
            #expect(!(filled.text + shown.text).contains("sample-api-key"))
            try await stage.host.kill()
            let next = try await RunningHost.start(apps: stage.apps, data: stage.data, in: stage.folder)
            #expect(try await next.create("keyed", of: "keyed").status == 201)
            #expect(try await next.call("DELETE", Self.path).json["missing"] == ["key"])
            #expect(try await next.create("keyed", of: "keyed").status == 400)
            #expect(try await next.call("GET", "/v1/apps/keyed/connections/none/installation").status == 404)
            try await next.kill()
        }
    }

    @Test func settingsForWhatDoesNotExistAreSaidInTheLog() async throws {
        try await withFolder { folder in
            try Self.write(to: folder, provider: "http://127.0.0.1:9")
            try folder.write(
                #"{"installation": {"kyed": {"keyed": {"key": "s3cr3t"}}, "keyed": {"keyd": {}, "keyed": {"key": "x"}}}}"#,
                to: "patchbay.json"
            )
            try await withRunningHost(in: folder) { _ in
                let log = folder.read("host.log")
                #expect(log.contains("the app 'kyed', which does not exist. Did you mean 'keyed'?"), "\(log)")
                #expect(log.contains("'keyed' has no such connection. Did you mean 'keyed'?"), "\(log)")
                #expect(log.components(separatedBy: "Installation parameters").count == 3, "\(log)")
                #expect(!log.contains("s3cr3t"))
            }
        }
    }

    @Test func theSettingsFileMayNameFilesAndVariables() async throws {
        try await withFolder { folder in
            try await withService("oauth1_provider", in: folder) { service in
                try Self.write(to: folder, provider: service.url)
                try folder.write("sample-api-key\n", to: "secret")
                try folder.write(
                    #"{"installation": {"keyed": {"keyed": {"key": "@secret"}}}}"#,
                    to: "patchbay.json"
                )
                try await withRunningHost(in: folder) { host in
                    let made = try await host.create("keyed", of: "keyed")
                    #expect(made.status == 201, "\(made.text)")
                    let keys = try await host.call("GET", Self.path).json["keys"]
                    #expect(keys == [["name": "key", "from": "file"]])
                }
            }
        }
    }

    @Test func theEnvironmentWinsOverTheFile() async throws {
        try await withFolder { folder in
            try await withService("oauth1_provider", in: folder) { service in
                try Self.write(to: folder, provider: service.url)
                try folder.write(#"{"installation": {"keyed": {"keyed": {"key": "wrong"}}}}"#, to: "patchbay.json")
                let environment = [
                    "PATCHBAY_INSTALLATION": #"{"keyed": {"keyed": {"key": "$KEYED"}}}"#, "KEYED": "sample-api-key",
                ]
                let host = try await RunningHost.start(
                    apps: folder.path + "/apps",
                    data: folder.path + "/data",
                    environment: environment,
                    in: folder
                )
                #expect(try await host.create("keyed", of: "keyed").status == 201)
                let keys = try await host.call("GET", Self.path).json["keys"]
                #expect(keys == [["name": "key", "from": "environment"]])
                try await host.kill()
            }
        }
    }

    @Test(arguments: [
        #"{"installation": {"keyed": {"keyed": {"key": "$canary_4711"}}}}"#,
        #"{"installation": {"keyed": {"keyed": {"key": "@canary_4711"}}}}"#,
        #"{"installation": {"keyed": {"keyed": "canary_4711"}}}"#,
    ])
    func aMistakeIsNamedWithoutItsText(_ settings: String) async throws {
        try await withFolder { folder in
            try FileManager.default.createDirectory(atPath: folder.path + "/apps", withIntermediateDirectories: true)
            try folder.write(settings, to: "patchbay.json")
            let run = try await Command.run(["serve", "--port", "0"], in: folder)
            #expect(run.status == 1)
            #expect(run.errors.contains("patchbay.json: installation.keyed.keyed"), "\(run.errors)")
            #expect(!run.errors.contains("canary_4711"))
        }
    }

    @Test func aCommandFillsItIn() async throws {
        try await withStage(prepare: { try Self.write(to: $0, provider: $1.url) }) { stage in
            let common = ["--data", stage.data]
            let missing = try await stage.command(["install", "keyed"] + common)
            #expect(missing.output == "key\tmissing\n", "\(missing.errors)")
            let filled = try await stage.command(
                ["install", "keyed", "-p", "key=@-"] + common,
                input: "sample-api-key\n"
            )
            #expect(filled.output == "key\tapi\n", "\(filled.errors)")
            // The host that runs on the same data directory uses it.
            #expect(try await stage.host.create("keyed", of: "keyed").status == 201)
            let cleared = try await stage.command(["install", "keyed", "--clear"] + common)
            #expect(cleared.output == "key\tmissing\n")
        }
    }
}
