import Foundation
import IML
import PatchbayTesting
import Testing

/// What a host that ends without a warning, or starts on spoiled data, keeps and says.
@Suite struct DurabilityTests {
    @Test func whatWasAcknowledgedSurvivesAKill() async throws {
        try await withStage(samples: ["notes"]) { stage in
            let connected = try await stage.connect("notes", "notes")
            let pending = try await stage.begin("notes", "notes")
            try await stage.host.kill()

            let next = try await RunningHost.start(apps: stage.apps, data: stage.data, in: stage.folder)
            let answer = try await next.run("notes", "getNote", connection: connected, ["noteId": 3])
            #expect(answer.status == 200, "\(answer.text)")
            let back = try await stage.provider.decide("approve", at: pending["authorizeUrl"].text)
            let moved = back.replacing(stage.host.url, with: next.url)
            #expect(try await next.visit(moved).status == 200, "a flow survives too")
            #expect(try await next.connection(pending["id"].text)["status"] == "valid")
            #expect(try await next.stop() == 0)
        }
    }

    @Test func anotherKeyIsAnErrorAndNotAnEmptyStore() async throws {
        try await withStage(samples: ["parcels"]) { stage in
            _ = try await stage.host.call(
                "POST",
                "/v1/apps/parcels/connections/parcels",
                ["parameters": ["apiKey": "sample-api-key"]]
            )
            try await stage.host.stop()
            let key = Data(repeating: 7, count: 32).base64EncodedString()
            let process = try ChildProcess(
                try Repository.product("patchbay"),
                ["serve", stage.apps, "--port", "0", "--data", stage.data],
                environment: ["PATCHBAY_KEY": key],
                in: stage.folder.path,
                errorFile: stage.folder.path + "/wrong-key.log"
            )
            #expect(try await process.ended(within: 30) > 0)
            let said = stage.folder.read("wrong-key.log")
            #expect(said.lowercased().contains("key"), "\(said)")

            let next = try await RunningHost.start(apps: stage.apps, data: stage.data, in: stage.folder)
            #expect(try await next.call("GET", "/v1/connections").json["connections"].asArray?.count == 1)
            try await next.kill()
        }
    }

    @Test func aSpoiledDatabaseIsSaidPlainly() async throws {
        try await withFolder { folder in
            let apps = folder.path + "/apps"
            try FileManager.default.createDirectory(atPath: apps, withIntermediateDirectories: true)
            let host = try await RunningHost.start(apps: apps, data: folder.path + "/data", in: folder)
            try await host.stop()
            let files = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/data")
            let database = try #require(files.first { $0.hasSuffix(".sqlite") || $0.hasSuffix(".db") }, "\(files)")
            try folder.write(String(repeating: "this is no database ", count: 500), to: "data/" + database)
            let process = try ChildProcess(
                try Repository.product("patchbay"),
                ["serve", apps, "--port", "0", "--data", folder.path + "/data"],
                in: folder.path,
                errorFile: folder.path + "/spoiled.log"
            )
            #expect(try await process.ended(within: 30) > 0)
            let said = folder.read("spoiled.log")
            #expect(said.contains(database), "\(said)")
            #expect(!said.contains("Fatal error"))
        }
    }

    @Test func aPortInUseAndAnUnwritableDirectoryAreSaidPlainly() async throws {
        try await withStage { stage in
            let port = String(stage.host.url.split(separator: ":").last ?? "")
            let data = stage.folder.path + "/other"
            let taken = try await stage.command(["serve", stage.apps, "--port", port, "--data", data])
            #expect(taken.status == 1)
            #expect(taken.errors.contains(port), "\(taken.errors)")

            let file = try stage.folder.write("in the way", to: "file")
            let blocked = try await stage.command(["serve", stage.apps, "--port", "0", "--data", file + "/data"])
            #expect(blocked.status == 1)
            #expect(blocked.errors.contains(file), "\(blocked.errors)")
        }
    }
}
