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

    /// Every user of a machine can read the command lines of all.
    @Test(arguments: [true, false])
    func startsTheBrowserWithoutTheState(_ isRemote: Bool) async throws {
        try await withStage(samples: ["notes"]) { stage in
            try stage.folder.write(
                """
                #!/bin/sh
                tr '\\0' ' ' </proc/$$/cmdline >line.txt
                stat -c %a "$1" >mode.txt && cp "$1" page.html && echo done >opened.txt
                """,
                to: "bin/xdg-open"
            )
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o755],
                ofItemAtPath: stage.folder("bin/xdg-open")
            )
            let own = ["--apps", stage.apps, "--data", stage.folder("own"), "--port", "0", "--allow-host", "127.0.0.1"]
            let process = try ChildProcess(
                try Repository.product("patchbay"),
                ["connect", "notes"] + (isRemote ? ["--url", stage.host.url] : own),
                environment: [
                    "PATH": stage.folder("bin") + ":" + (ProcessInfo.processInfo.environment["PATH"] ?? ""),
                    "TMPDIR": stage.folder.path,
                ],
                in: stage.folder.path,
                errorFile: stage.folder("connect.log")
            )
            try await until("the browser is started") { stage.folder.read("opened.txt") == "done\n" }
            let address = try #require(stage.folder.read("connect.log").firstMatch(of: #/http://\S+/#)).0
            let escaped = address.replacing("&", with: "&amp;")
            #expect(stage.folder.read("page.html").contains("content=\"0; url=\(escaped)\""))
            #expect(stage.folder.read("mode.txt") == "600\n")
            let line = stage.folder.read("line.txt")
            #expect(line.contains("xdg-open \(stage.folder.path)"), "\(line)")
            for part in address.split(whereSeparator: { "?&=".contains($0) }) {
                #expect(!line.contains(part), "\(line)")
            }
            let page = try #require(line.split(separator: " ").last.map(String.init))
            #expect(FileManager.default.fileExists(atPath: page))
            let back = try await stage.provider.decide("approve", at: String(address))
            #expect(try await stage.host.visit(back).status == 200)
            #expect(try await process.ended() == 0)
            #expect(!FileManager.default.fileExists(atPath: page), "it goes with the command")
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
