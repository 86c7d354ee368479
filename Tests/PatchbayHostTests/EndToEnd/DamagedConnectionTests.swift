import Foundation
import IML
import PatchbayTesting
import Testing

/// Rows of the store that somebody moved or altered, under hosts that run.
@Suite struct DamagedConnectionTests {
    /// Changes the store of a stage as a database browser does.
    private func change(_ sql: String, in stage: Stage) async throws {
        let script = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute(sys.argv[2]); c.commit()"
        let process = try ChildProcess(
            "python3",
            ["-c", script, stage.data + "/patchbay.sqlite", sql],
            in: stage.folder.path,
            errorFile: stage.folder.path + "/change.log"
        )
        #expect(try await process.ended() == 0, "\(stage.folder.read("change.log"))")
    }

    private func make(on host: RunningHost) async throws -> String {
        try await host.create("parcels", of: "parcels", ["apiKey": "sample-api-key"]).json["id"].text
    }

    @Test func aConnectionGivenToAnotherBundleIsDamagedOnEveryHostAndCanBeDeleted() async throws {
        try await withStage(samples: ["parcels"]) { stage in
            // The same bundle under another name would send the key wherever its author wants.
            try FileManager.default.copyItem(atPath: stage.apps + "/parcels", toPath: stage.apps + "/thief")
            let other = try await RunningHost.start(apps: stage.apps, data: stage.data, in: stage.folder)
            _ = try await stage.host.call("POST", "/v1/reload")
            let (moved, whole) = (try await make(on: stage.host), try await make(on: stage.host))
            for host in [stage.host, other] {
                for id in [moved, whole] {
                    let call = try await host.run("parcels", "trackParcel", connection: id, ["code": "PX0003"])
                    #expect(call.status == 200, "\(call.text)")
                }
            }
            try await change("UPDATE connection SET app = 'thief' WHERE id = '\(moved)'", in: stage)
            try await Task.sleep(for: .milliseconds(30))

            for host in [stage.host, other] {
                for app in ["thief", "parcels"] {
                    let call = try await host.run(app, "trackParcel", connection: moved, ["code": "PX0003"])
                    #expect(call.status == 409)
                    let problem = try call.json
                    #expect(problem["type"] == "urn:problem-type:patchbay:connection-not-valid")
                    #expect(problem["connectionStatus"] == "damaged")
                    #expect(problem["detail"].text.contains("was altered or damaged in the store; delete it"))
                }
                let call = try await host.run("parcels", "trackParcel", connection: whole, ["code": "PX0003"])
                #expect(call.status == 200, "\(call.text)")
                let listed = try await host.call("GET", "/v1/connections").json["connections"].asArray ?? []
                #expect(listed.map { $0["id"].text } == [moved, whole])
                #expect(listed.map { $0["status"].text } == ["damaged", "valid"])
                let shown = try await host.connection(moved)
                #expect(shown["status"] == "damaged")
                #expect(shown["reason"].text.contains("altered or damaged"))
                #expect(shown["dataKeys"] == [])
                for (method, action, body) in [
                    ("PATCH", "", ["name": "x"] as Value), ("POST", "/verify", [:]), ("POST", "/reauthorize", [:]),
                    ("POST", "/verifier", ["verifier": "x"]),
                ] {
                    let answer = try await host.call(method, "/v1/connections/\(moved)" + action, body)
                    #expect(answer.status == 409, "\(method) \(action): \(answer.text)")
                }
            }
            let printed = try await stage.command(["connections", "--data", stage.data])
            #expect(printed.output.contains("\(moved)\tdamaged\tthief/parcels"))
            #expect(printed.output.contains("\(whole)\tvalid\tparcels/parcels"))
            #expect(try await stage.host.call("DELETE", "/v1/connections/\(moved)").status == 204)
            #expect(try await stage.host.call("GET", "/v1/connections/\(moved)").status == 404)
            #expect(try await other.call("GET", "/v1/connections").json["connections"].asArray?.count == 1)
            try await other.stop()
        }
    }

    @Test func anExportTakesWhatIsWholeAndNamesTheRest() async throws {
        try await withStage(samples: ["parcels"]) { stage in
            let (damaged, whole) = (try await make(on: stage.host), try await make(on: stage.host))
            try await change("UPDATE connection SET app = 'x' WHERE id = '\(damaged)'", in: stage)
            let environment = ["PASSPHRASE": "correct horse battery staple"]
            let export = ["connections", "export", "--data", stage.data, "--passphrase-env", "PASSPHRASE"]
            let exported = try await stage.command(export, environment: environment)
            #expect(exported.status == 1)
            #expect(exported.errors.contains("Exported 1 connection."))
            #expect(exported.errors.contains("altered or damaged in the store, and not exported: \(damaged)"))
            let file = try stage.folder.write(exported.output, to: "connections.json")
            let imported = try await stage.command(
                [
                    "connections", "import", file, "--data", stage.folder.path + "/new", "--apps", stage.apps,
                    "--passphrase-env", "PASSPHRASE",
                ],
                environment: environment
            )
            #expect(imported.output == "\(whole)\tadded\n", "\(imported.errors)")
            let named = try await stage.command(export + [damaged], environment: environment)
            #expect(named.status == 1)
            #expect(named.errors.contains("'\(damaged)'"))
            #expect(named.errors.contains("altered or damaged"))

            let held = try await stage.command(["keys", "rotate", "--data", stage.data])
            #expect(held.status == 1)
            #expect(held.errors.contains("'\(damaged)'"))
            #expect(try await stage.command(["connections", "delete", damaged, "--data", stage.data]).status == 0)
            #expect(try await stage.command(["keys", "rotate", "--data", stage.data]).status == 0)
        }
    }

    @Test func damagedInstallationParametersCanBeFilledInAnew() async throws {
        try await withStage(samples: ["parcels"]) { stage in
            try stage.folder.write(
                #"[{"name": "clientKey", "type": "text"}]"#,
                to: "apps/filled/connections/filled/filled.install-spec.iml.json"
            )
            try stage.folder.write(
                #"{"response": {"data": {"key": "{{common.clientKey}}"}}}"#,
                to: "apps/filled/connections/filled/filled.communication.iml.json"
            )
            _ = try await stage.host.call("POST", "/v1/reload")
            let place = "/v1/apps/filled/connections/filled/installation"
            let parameters: Value = ["parameters": ["clientKey": "one"]]
            let first = try await stage.host.call("PUT", place, parameters)
            #expect(first.status == 200, "\(first.text)")
            try await change("UPDATE installation SET content = x'00'", in: stage)
            try await Task.sleep(for: .milliseconds(30))
            let shown = try await stage.host.call("GET", place)
            #expect(shown.status == 500)
            #expect(shown.text.contains("patchbay install"), "\(shown.text)")
            #expect(try await stage.host.call("PUT", place, parameters).status == 200)
            #expect(try await stage.host.call("GET", place).status == 200)
            try await change("UPDATE installation SET content = x'00'", in: stage)
            try await Task.sleep(for: .milliseconds(30))
            #expect(try await stage.host.call("DELETE", place).status == 200)
            #expect(try await stage.host.call("GET", place).status == 200)
        }
    }
}
