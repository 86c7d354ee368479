import Foundation
import IML
import PatchbayTesting
import Testing

/// A host that is killed while it renews a token: what it knew for sure is kept, and nobody waits for the dead.
@Suite struct OAuth2KilledRefreshTests {
    @Test func aServiceThatHadDoneNothingYetRenewsForTheNextHost() async throws {
        try await withTasks { stage in
            // Held, then refused: the service never looks at the refresh token.
            let id = try await stage.killWhileRenewing(["status": 503])
            try await stage.onNextHost { host in
                let answer = try await host.run("tasks", "getTask", connection: id, ["taskId": "t002"])
                #expect(answer.status == 200, "\(answer.text)")
            }
            #expect(try await stage.tokens().count == 2)
        }
    }

    @Test func aRefreshTokenThatStaysGoodIsUsedAgain() async throws {
        try await withTasks { stage in
            try await stage.service.set(["rotates": false])
            let id = try await stage.killWhileRenewing(["late": true])
            try await stage.onNextHost { host in
                let answer = try await host.run("tasks", "getTask", connection: id, ["taskId": "t002"])
                #expect(answer.status == 200, "\(answer.text)")
            }
            #expect(try await stage.tokens().count == 3)
        }
    }

    @Test func aRefreshTokenThatWasReplacedUnseenAsksForTheUserOnce() async throws {
        try await withTasks { stage in
            let id = try await stage.killWhileRenewing(["late": true])
            #expect(try await stage.tokens().count == 2)
            try await stage.onNextHost { host in
                // Nothing can bring back an answer that never arrived; the service takes the family for stolen.
                let refused = try await host.run("tasks", "getTask", connection: id, ["taskId": "t002"])
                #expect(refused.status == 409, "\(refused.text)")
                #expect(refused.text.contains("reauthorize"))
                #expect(try await host.connection(id)["status"] == "broken")

                try await stage.reauthorize(id, on: host)
                let answer = try await host.run("tasks", "getTask", connection: id, ["taskId": "t002"])
                #expect(answer.status == 200, "\(answer.text)")
            }
        }
    }

    /// Kills ever later around the moment the answer arrives: afterwards the connection either works or asks for its user.
    @Test func wheneverItIsKilledTheNextHostHasAWorkingConnectionOrAsksForItsUser() async throws {
        try await withTasks { stage in
            let id = try await stage.connect()
            var host = stage.host
            for round in 0..<12 {
                try await stage.service.expireTokens()
                let running = host
                async let call = try? running.run("tasks", "getTask", connection: id, ["taskId": "t002"])
                // The moment of the kill is what is varied; the test holds whatever the host has reached by then.
                try await Task.sleep(for: .milliseconds(2 + 3 * round))
                try await running.kill()
                _ = await call
                host = try await stage.nextHost()
                let answer = try await host.run("tasks", "getTask", connection: id, ["taskId": "t002"])
                #expect([200, 409].contains(answer.status), "\(answer.text)")
                guard answer.status == 409 else { continue }
                try await stage.reauthorize(id, on: host)
            }
            try await host.kill()
        }
    }
}

extension TaskStage {
    /// Kills the host while a service keeps the answer to its refresh back.
    ///
    /// - Parameter fault: What the service does with the refresh.
    /// - Returns: The connection's id.
    fileprivate func killWhileRenewing(_ fault: Fields) async throws -> String {
        let id = try await connect()
        try await service.expireTokens()
        var fault = fault
        fault["path"] = "/oauth/token"
        fault["milliseconds"] = 1_500
        let tokens = try await tokens().count
        try await service.arm(.collection(fault))
        async let call = try? getTask(id)
        try await until("the service has the refresh") {
            guard fault["late"] == true else {
                return try await service.send("GET", "/_provider/faults").json["waiting"] == 0
            }
            // Asks only once the service has renewed: it holds the lock of its memory no longer then.
            return try await self.tokens().count > tokens
        }
        try await host.kill()
        #expect(await call == nil)
        return id
    }

    /// Lets the user authorize a connection again, in place.
    fileprivate func reauthorize(_ id: String, on host: RunningHost) async throws {
        let again = try await host.call("POST", "/v1/connections/\(id)/reauthorize").json
        #expect(again["id"].text == id)
        let back = try await service.decide("approve", at: again["authorizeUrl"].text)
        #expect(try await host.visit(back).status == 200)
    }

    fileprivate func nextHost() async throws -> RunningHost {
        try await RunningHost.start(apps: folder.path + "/apps", data: folder.path + "/data", in: folder)
    }

    /// Lets a test use the host that starts after the killed one, whose lease must not keep it waiting.
    fileprivate func onNextHost(_ body: (RunningHost) async throws -> Void) async throws {
        let host = try await nextHost()
        let start = ContinuousClock.now
        try await body(host)
        #expect(ContinuousClock.now - start < .seconds(20), "a lease of a dead host lasts 60 seconds")
        try await host.kill()
    }
}
