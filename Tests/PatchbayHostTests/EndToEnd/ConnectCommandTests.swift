import Foundation
import PatchbayTesting
import Testing

/// `patchbay connect` with its user at the terminal and in the browser.
@Suite struct ConnectCommandTests {
    @Test func endsWhenTheUserDenies() async throws {
        try await withStage(samples: ["notes"]) { stage in
            try await checkDenial(stage, stage.connecting())
        }
    }

    @Test func hearsADenialThatTheHostBesideItTook() async throws {
        try await withStage(samples: ["notes"]) { stage in
            let port = try #require(URL(string: stage.host.url)?.port)
            let started = try await stage.connecting(
                "notes",
                ["--apps", stage.apps, "--data", stage.data, "--port", "\(port)", "--allow-host", "127.0.0.1"]
            )
            try await checkDenial(stage, started)
        }
    }

    @Test func listensBeforeItSendsTheUserAway() async throws {
        try await withStage(samples: ["notes"]) { stage in
            let own = stage.folder.path + "/own"
            let flags = ["--apps", stage.apps, "--data", own, "--port", "0", "--allow-host", "127.0.0.1"]
            let started = try await stage.connecting("notes", flags)
            // Whoever is logged in and has agreed before is back at once.
            let back = try await stage.provider.decide("approve", at: started.address)
            #expect(try await stage.host.visit(back).status == 200)
            #expect(try await started.process.line().hasPrefix("con_"))
            #expect(try await started.process.ended() == 0)
        }
    }

    @Test(arguments: [true, false])
    func asksAgainForACodeThatWasPastedWrong(_ isRemote: Bool) async throws {
        try await withStage(prepare: { folder, provider in
            try DanceBundle(provider: provider, oauth: #", "callback": "oob""#).write(to: folder)
        }) { stage in
            let own = stage.folder.path + "/own"
            let place = isRemote ? nil : ["--apps", stage.apps, "--data", own, "--allow-host", "127.0.0.1"]
            let started = try await stage.connecting("dance", place)
            let code = try await stage.provider.approveOutOfBand(at: started.address)
            started.process.feed("wrong-code\n \(code.prefix(5)) \(code.dropFirst(5)) \n")
            #expect(try await started.process.line().hasPrefix("con_"))
            #expect(try await started.process.ended() == 0)
            let said = stage.folder.read("connect.log")
            #expect(said.contains("The authorization waits on: give the code again."), "\(said)")
            #expect(!said.contains(code))
            #expect(try await stage.provider.requests(to: "/oauth/access_token").count == 2)
        }
    }

    @Test func endsWhenNoCodeIsPasted() async throws {
        try await withStage(prepare: { folder, provider in
            try DanceBundle(provider: provider, oauth: #", "callback": "oob""#).write(to: folder)
        }) { stage in
            let started = try await stage.connecting("dance")
            started.process.closeInput()
            #expect(try await started.process.ended() == 1)
            #expect(stage.folder.read("connect.log").contains("no code was entered"))
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
