import Foundation
import IML
import PatchbayTesting
import Testing

/// Connections on their way from one host to another.
@Suite struct ConnectionExchangeTests {
    private static let passphrase = ["PASSPHRASE": "correct horse battery staple"]

    @Test func whatWasExportedWorksElsewhereUnderItsId() async throws {
        try await withStage(samples: ["notes", "parcels"]) { stage in
            let notes = try await stage.connect("notes", "notes")
            let made = try await stage.host.create("parcels", of: "parcels", ["apiKey": "sample-api-key"])
            let parcels = try made.json["id"].text
            let file = stage.folder.path + "/connections.json"
            let exported = try await stage.command(
                [
                    "connections", "export", notes, parcels, "--data", stage.data, "--output", file, "--passphrase-env",
                    "PASSPHRASE",
                ],
                environment: Self.passphrase
            )
            #expect(exported.status == 0, "\(exported.errors)")
            #expect(exported.errors.contains("Exported 2 connections."))
            let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
            #expect(mode == 0o600)
            let content = stage.folder.read("connections.json")
            for word in ["sample-api-key", notes, "parcels", "sample-consumer"] { #expect(!content.contains(word)) }

            let other = stage.folder.path + "/other"
            let imported = try await stage.command(
                [
                    "connections", "import", file, "--data", other, "--apps", stage.apps, "--passphrase-env",
                    "PASSPHRASE",
                ],
                environment: Self.passphrase
            )
            #expect(imported.status == 0, "\(imported.errors)")
            #expect(imported.output == "\(notes)\tadded\n\(parcels)\tadded\n")
            #expect(imported.errors.isEmpty, "\(imported.errors)")
            let next = try await RunningHost.start(apps: stage.apps, data: other, in: stage.folder)
            #expect(try await next.run("notes", "getNote", connection: notes, ["noteId": 3]).status == 200)
            let tracked = try await next.run("parcels", "trackParcel", connection: parcels, ["code": "PX0003"])
            #expect(tracked.status == 200, "\(tracked.text)")
            try await next.kill()
        }
    }

    @Test func mistakesAreSaidAndChangeNothing() async throws {
        try await withStage(samples: ["parcels"]) { stage in
            _ = try await stage.host.create("parcels", of: "parcels", ["apiKey": "sample-api-key"])
            let secret = try stage.folder.write("correct horse battery staple\nsecond line\n", to: "passphrase")
            let all = try await stage.command(
                ["connections", "export", "--data", stage.data, "--passphrase-file", secret]
            )
            #expect(all.status == 0, "\(all.errors)")
            let file = try stage.folder.write(all.output, to: "all.json")
            let existing = try await stage.command(
                ["connections", "import", file, "--data", stage.data, "--passphrase-env", "PASSPHRASE"],
                environment: Self.passphrase
            )
            #expect(existing.output.hasSuffix("\tkept\n"))
            let cases: [(arguments: [String], environment: [String: String], said: String)] = [
                (["import", file, "--passphrase-env", "P"], ["P": "another passphrase"], "passphrase is another one"),
                (["import", file, "--passphrase-env", "P"], [:], "no variable 'P'"),
                (["import", file], [:], "--passphrase-file FILE or --passphrase-env NAME"),
                (["import", "no.json", "--passphrase-env", "P"], ["P": "x"], "no such file"),
                (["export", "--passphrase-env", "P"], ["P": "canary_4711"], "too short"),
                (["export", "con_x", "--passphrase-env", "PASSPHRASE"], Self.passphrase, "no connection 'con_x'"),
                (["export", "--output", file, "--passphrase-env", "PASSPHRASE"], Self.passphrase, "File exists"),
            ]
            for (arguments, environment, said) in cases {
                let run = try await stage.command(
                    ["connections"] + arguments + ["--data", stage.data],
                    environment: environment
                )
                #expect(run.status > 0)
                #expect(run.errors.contains(said), "\(arguments): \(run.errors)")
                #expect(!(run.output + run.errors).contains("canary_4711"))
            }
            try stage.folder.write(all.output.replacing("131072", with: "65536"), to: "changed.json")
            let changed = try await stage.command(
                ["connections", "import", "changed.json", "--data", stage.data, "--passphrase-env", "PASSPHRASE"],
                environment: Self.passphrase
            )
            #expect(changed.status == 1)
            #expect(try await stage.host.call("GET", "/v1/connections").json["connections"].asArray?.count == 1)
        }
    }
}
