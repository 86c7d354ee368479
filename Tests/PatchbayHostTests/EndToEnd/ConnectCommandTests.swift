import Foundation
import Testing

/// What `patchbay connect` says when the user does not come back with a yes.
@Suite struct ConnectCommandTests {
    @Test func endsWhenTheUserDenies() async throws {
        try await withStage(samples: ["notes"]) { stage in
            try await checkDenial(stage, stage.connecting())
        }
    }

    @Test func hearsADenialThatTheHostBesideItTook() async throws {
        try await withStage(samples: ["notes"]) { stage in
            let port = try #require(URL(string: stage.host.url)?.port)
            let started = try await stage.connecting([
                "--apps", stage.apps, "--data", stage.data, "--port", "\(port)", "--allow-host", "127.0.0.1",
            ])
            try await checkDenial(stage, started)
        }
    }

    @Test func saysThatAnotherHostHasThePortOfTheCallback() async throws {
        try await withStage(samples: ["notes"]) { stage in
            let port = try #require(URL(string: stage.host.url)?.port)
            let result = try await stage.command(
                [
                    "connect", "notes", "--no-browser", "--apps", stage.apps, "--data", stage.data + "-of-another",
                    "--port", "\(port)",
                ],
                environment: ["PATCHBAY_ALLOW_HOST": "127.0.0.1"]
            )
            #expect(result.status == 1)
            #expect(result.errors.contains("a Patchbay host with another data directory has port \(port)"))
        }
    }

    /// Denies at the service; the host takes the callback, and the command ends with the reason.
    private func checkDenial(_ stage: Stage, _ started: (process: ChildProcess, address: String)) async throws {
        let back = try await stage.provider.decide("deny", at: started.address)
        #expect(try await stage.host.visit(back).status == 400)
        #expect(try await started.process.ended() == 1)
        #expect(stage.folder.read("connect.log").contains("Access was denied at the service"))
    }
}
