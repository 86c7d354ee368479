import Foundation
import IML
import PatchbayTesting
import Testing

/// The store's key: where it comes from, and how it changes while a host runs.
@Suite struct KeyLifeTests {
    private static func key(_ byte: UInt8) -> String { Data(repeating: byte, count: 32).base64EncodedString() }

    private func connect(_ host: RunningHost) async throws -> String {
        let made = try await host.create("parcels", of: "parcels", ["apiKey": "sample-api-key"])
        try #require(made.status == 201, "\(made.text)")
        return try made.json["id"].text
    }

    private func track(_ host: RunningHost, _ id: String) async throws -> Int {
        try await host.run("parcels", "trackParcel", connection: id, ["code": "PX0003"]).status
    }

    /// Calls all the time, from several callers, while something happens; every answer has to be good.
    private func calling(
        _ host: RunningHost,
        _ ids: [String],
        while body: () async throws -> Void
    ) async throws -> Int {
        try await withThrowingTaskGroup(of: Int.self) { group in
            for caller in 0..<4 {
                group.addTask {
                    var count = 0
                    while !Task.isCancelled {
                        let status = try await track(host, ids[(caller + count) % ids.count])
                        #expect(status == 200)
                        count += 1
                    }
                    return count
                }
            }
            try await body()
            group.cancelAll()
            return try await group.reduce(0, +)
        }
    }

    @Test func aRotationByAnotherProcessInterruptsNoCall() async throws {
        try await withStage(samples: ["parcels"]) { stage in
            var ids: [String] = []
            for _ in 0..<8 { ids.append(try await connect(stage.host)) }
            let before = stage.folder.read("data/patchbay.key")
            let calls = try await calling(stage.host, ids) {
                for _ in 0..<3 {
                    let rotated = try await stage.command(["keys", "rotate", "--data", stage.data])
                    #expect(rotated.status == 0, "\(rotated.errors)")
                    #expect(rotated.output.contains("under the new key"))
                    // What is made after a rotation is sealed under the new key.
                    _ = try await track(stage.host, try await connect(stage.host))
                }
            }
            #expect(calls > 12)
            #expect(stage.folder.read("data/patchbay.key") != before)
            try await stage.host.kill()
            let next = try await RunningHost.start(apps: stage.apps, data: stage.data, in: stage.folder)
            #expect(try await track(next, ids[0]) == 200)
            #expect(try await next.call("GET", "/v1/connections").json["connections"].asArray?.count == 11)
            try await next.kill()
        }
    }

    @Test func aHostWithAKeyCommandFollowsItsRotation() async throws {
        try await withFolder { folder in
            try await withService("oauth1_provider", in: folder) { service in
                try RepositoryBundle.copy("parcels", to: folder, provider: service.url)
                let (old, new) = (Self.key(1), Self.key(2))
                let manager = try folder.write(old, to: "manager")
                let flags = ["--key-command", "cat '\(manager)'"]
                try await withRunningHost(in: folder, flags) { host in
                    let id = try await connect(host)
                    try folder.write("\(new),\(old)\nnot a key", to: "manager")
                    let calls = try await calling(host, [id]) {
                        let rotate = ["keys", "rotate", "--data", folder.path + "/data"]
                        let rotated = try await Command.run(rotate + flags, in: folder)
                        #expect(rotated.status == 0, "\(rotated.errors)")
                        _ = try await connect(host)
                    }
                    #expect(calls > 0)
                    #expect(!FileManager.default.fileExists(atPath: folder.path + "/data/patchbay.key"))
                }
                try folder.write(new, to: "manager")
                try await withRunningHost(in: folder, flags) { host in
                    let listed = try await host.call("GET", "/v1/connections").json["connections"]
                    #expect(listed.asArray?.count == 2)
                }
            }
        }
    }

    @Test func keysComeFromFilesToo() async throws {
        try await withFolder { folder in
            try FileManager.default.createDirectory(atPath: folder.path + "/apps", withIntermediateDirectories: true)
            let file = try folder.write(Self.key(3), to: "mine.key")
            let attributes: [FileAttributeKey: Any] = [.posixPermissions: 0o600]
            try FileManager.default.setAttributes(attributes, ofItemAtPath: file)
            let host = try await RunningHost.start(
                apps: folder.path + "/apps",
                data: folder.path + "/data",
                environment: ["PATCHBAY_KEY_FILE": file],
                in: folder
            )
            try await host.stop()
            #expect(!FileManager.default.fileExists(atPath: folder.path + "/data/patchbay.key"))
        }
    }

    @Test(arguments: [
        (["--key-file", "/nowhere/key"], [:], "There is no key file /nowhere/key."),
        (["--key-command", "echo canary_4711; exit 9"], [:], "The key command ended with status 9."),
        (["--key-command", "echo canary_4711"], [:], "does not hold a key"),
        (["--key-command", "a", "--key-file", "b"], [:], "both say where the key comes from"),
        (["--key-command", "true"], ["PATCHBAY_KEY": "canary_4711"], "Both PATCHBAY_KEY and a key command"),
        ([], ["PATCHBAY_KEY_FILE": "/nowhere/key"], "There is no key file /nowhere/key."),
    ])
    func aKeyThatIsNotThereIsSaid(_ flags: [String], _ environment: [String: String], _ said: String) async throws {
        try await withFolder { folder in
            try FileManager.default.createDirectory(atPath: folder.path + "/apps", withIntermediateDirectories: true)
            let run = try await Command.run(["serve", "--port", "0"] + flags, environment: environment, in: folder)
            #expect(run.status == (flags.count > 2 ? 2 : 1))
            #expect(run.errors.contains(said), "\(run.errors)")
            #expect(!run.errors.contains("canary_4711"))
        }
    }
}
