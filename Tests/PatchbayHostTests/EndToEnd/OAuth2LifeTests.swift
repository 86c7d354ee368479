import IML
import PatchbayTesting
import Testing

/// Flows that wait, run side by side and outlive the host, and the end of connections.
@Suite struct OAuth2LifeTests {
    @Test func flowsRunSideBySide() async throws {
        try await withTasks { stage in
            let first = try await stage.create()
            let second = try await stage.create()
            let backs = [
                try await stage.service.decide("approve", at: second["authorizeUrl"].text, user: "grace"),
                try await stage.service.decide("approve", at: first["authorizeUrl"].text, user: "ada"),
            ]
            for back in backs { #expect(try await stage.host.visit(back).status == 200) }
            #expect(try await stage.host.connection(first["id"].text)["uid"] == "1")
            #expect(try await stage.host.connection(second["id"].text)["uid"] == "2")
        }
    }

    @Test func aFlowOutlivesTheHost() async throws {
        // The address that is registered at services stays the same, whatever port the host listens on.
        let known = ["--public-url", "http://127.0.0.1:9"]
        try await withTasks(known) { stage in
            let pending = try await stage.create()
            try await stage.host.kill()
            let next = try await RunningHost.start(
                apps: stage.folder.path + "/apps",
                data: stage.folder.path + "/data",
                known,
                in: stage.folder
            )
            let back = try await stage.service.decide("approve", at: pending["authorizeUrl"].text)
            let page = try await next.visit(back.replacing("http://127.0.0.1:9", with: next.url))
            #expect(page.status == 200, "\(page.text)")
            #expect(try await next.connection(pending["id"].text)["status"] == "valid")
            try await next.kill()
        }
    }

    @Test func moreScopesAreAskedForInPlace() async throws {
        try await withTasks { stage in
            let id = try await stage.connect()
            let granted: Value = ["profile", "tasks.read", "tasks.write"]
            #expect(try await stage.host.connection(id)["scopes"] == granted)
            let body: Value = ["scopes": ["tasks.share"], "modules": ["createTask"]]
            let again = try await stage.host.call("POST", "/v1/connections/\(id)/reauthorize", body).json
            let address = again["authorizeUrl"].text
            #expect(address.contains("scope=profile%20tasks.read%20tasks.write%20tasks.share"), "\(address)")
            let back = try await stage.service.decide("approve", at: address.replacing("%20tasks.share", with: ""))
            #expect(try await stage.host.visit(back).status == 200)
            #expect(try await stage.host.connection(id)["scopes"] == granted, "what the service grants counts")
            let mistyped = try await stage.host.call("POST", "/v1/connections/\(id)/reauthorize", ["scope": []])
            #expect(mistyped.status == 400)
        }
    }

    @Test func deletingGivesTheTokenBack() async throws {
        try await withTasks { stage in
            let kept = try await stage.connect(user: "grace")
            let id = try await stage.connect()
            #expect(try await stage.host.call("DELETE", "/v1/connections/\(id)").status == 204)
            #expect(try await stage.tokens().map { $0["refreshRevoked"].asBool } == [false, true])
            #expect(try await stage.getTask(kept).status == 200)
            #expect(try await stage.host.call("GET", "/v1/connections/\(id)").status == 404)
        }
    }

    @Test func anAuthorizationThatEndedAsksForItsUser() async throws {
        try await withTasks(prepare: { folder, service in
            try PasswordBundle(provider: service.url, lasts: 1).write(to: folder)
        }) { stage in
            let input: Value = ["username": "ada", "password": "difference engine"]
            let id = try await stage.create("password", of: "password", input)["id"].text
            let end = ContinuousClock.now + .seconds(60)
            while try await stage.host.connection(id)["status"] != "expired", .now < end {
                try await Task.sleep(for: .milliseconds(20))
            }
            let before = try await stage.service.requests().count
            let refused = try await stage.host.run("password", "whoami", connection: id)
            #expect(refused.status == 409, "\(refused.text)")
            #expect(try await stage.service.requests().count == before)
            let again = try await stage.host.call("POST", "/v1/connections/\(id)/reauthorize").json
            #expect(again["status"] == "valid")
        }
    }

    @Test func noTokenIsShownAnywhere() async throws {
        try await withTasks(["--log-level", "debug"]) { stage in
            let id = try await stage.connect()
            try await stage.service.expireTokens()
            #expect(try await stage.getTask(id).status == 200)
            try await stage.service.arm(["path": "/api/tasks/t002", "times": 2, "status": 500])
            var seen = try await stage.getTask(id).text
            for path in ["/v1/connections", "/v1/connections/\(id)", "/v1/apps/tasks", "/metrics"] {
                seen += try await stage.host.call("GET", path).text
            }
            seen += stage.folder.read("host.log")
            var secrets = ["sample-client-secret"]
            for request in try await stage.service.requests() {
                secrets +=
                    request["form"].asArray?.filter {
                        ["refresh_token", "code", "code_verifier"].contains($0.element(at: 1))
                    }
                    .map { $0.element(at: 2).text } ?? []
                secrets +=
                    request["headers"].asArray?.filter { $0.element(at: 1) == "Authorization" }
                    .map { String($0.element(at: 2).text.dropFirst("Bearer ".count)) } ?? []
            }
            #expect(secrets.count >= 7, "the service saw them")
            for secret in secrets { #expect(!seen.contains(secret)) }
        }
    }
}
