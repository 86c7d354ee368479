import IML
import Testing

/// The ways to a token, against a service that checks each with Authlib.
@Suite struct OAuth2GrantTests {
    @Test func aCodeIsExchangedWithTheProofThatItIsOurs() async throws {
        try await withTasks { stage in
            let pending = try await stage.create()
            #expect(pending["status"] == "pending")
            let address = pending["authorizeUrl"].text
            #expect(address.contains("code_challenge_method=S256"), "\(address)")
            #expect(address.contains("scope=profile%20tasks.read%20tasks.write"), "\(address)")
            let back = try await stage.service.decide("approve", at: address, user: "grace")
            #expect(try await stage.host.visit(back).status == 200)

            let connection = try await stage.host.connection(pending["id"].text)
            #expect(connection["status"] == "valid")
            #expect(connection["metadata"]["value"] == "grace@example.com")
            #expect(connection["uid"] == "2")
            let exchange = try #require(try await stage.service.requests(to: "/oauth/token").first)
            #expect(exchange["body"].text.contains("code_verifier="))
        }
    }

    @Test func anApplicationWithoutASecretWritesItsProofItself() async throws {
        try await withTasks(prepare: { folder, service in
            try ProofBundle(provider: service.url).write(to: folder)
        }) { stage in
            let id = try await stage.connect("proof", of: "proof")
            let connection = try await stage.host.connection(id)
            #expect(connection["uid"] == "ada")
            #expect(connection["metadata"]["value"] == "profile")
        }
    }

    @Test func aCallReadsEveryPage() async throws {
        try await withTasks { stage in
            let id = try await stage.connect()
            let answer = try await stage.host.run("tasks", "listTasks", connection: id, ["limit": 1_000])
            let bundles = try #require(try answer.json["bundles"].asArray, "\(answer.text)")
            #expect(Set(bundles.map { $0["id"].text }).count == 230)
            #expect(try await stage.count("/api/tasks", 200) == 3)
        }
    }

    @Test func anApplicationConnectsWithoutAUser() async throws {
        try await withTasks { stage in
            let made = try await stage.create(
                "tasksService",
                ["clientId": "robot", "clientSecret": "robot s&cret="]
            )
            #expect(made["status"] == "valid")
            #expect(made["metadata"]["value"] == "robot")
            let id = made["id"].text
            #expect(try await stage.getTask(id).status == 200)

            // Without a refresh token, what got the first token gets the next.
            try await stage.service.expireTokens()
            #expect(try await stage.getTask(id).status == 200)
            #expect(try await stage.tokens().map { $0["client"].text } == ["robot", "robot"])
        }
    }

    @Test func aWrongSecretKeepsNothing() async throws {
        try await withTasks { stage in
            let refused = try await stage.host.create(
                "tasksService",
                of: "tasks",
                ["clientId": "robot", "clientSecret": "wrong-secret-entered"]
            )
            #expect(refused.status == 422, "\(refused.text)")
            #expect(!refused.text.contains("wrong-secret-entered"))
            #expect(try await stage.host.call("GET", "/v1/connections").json["connections"] == [])
        }
    }

    @Test func aUsersPasswordIsExchanged() async throws {
        try await withTasks(prepare: { folder, service in
            try PasswordBundle(provider: service.url).write(to: folder)
        }) { stage in
            let input: Value = ["username": "ada", "password": "difference engine"]
            let made = try await stage.create("password", of: "password", input)
            #expect(made["status"] == "valid")
            let answer = try await stage.host.run("password", "whoami", connection: made["id"].text)
            #expect(try answer.json["bundles"].element(at: 1)["user"] == "ada", "\(answer.text)")

            let wrong = try await stage.host.create(
                "password",
                of: "password",
                ["username": "ada", "password": "wrong"]
            )
            #expect(wrong.status == 422)
            #expect(wrong.text.contains("[400] Invalid 'username' or 'password' in request."), "\(wrong.text)")
        }
    }

    @Test(arguments: [("deny", "Access was denied at the service"), ("approve", "code")])
    func whatTheServiceRefusesIsTold(decision: String, says: String) async throws {
        try await withTasks { stage in
            if decision == "approve" { try await stage.service.set(["codeLifetime": -1]) }
            let pending = try await stage.create()
            let back = try await stage.service.decide(decision, at: pending["authorizeUrl"].text)
            let page = try await stage.host.visit(back)
            #expect(page.status >= 400)
            #expect(page.text.contains(says), "\(page.text)")
            #expect(try await stage.host.connection(pending["id"].text)["status"] == "pending")
        }
    }

    @Test func aForeignStateGetsNoToken() async throws {
        try await withTasks { stage in
            let pending = try await stage.create()
            let back = try await stage.service.decide("approve", at: pending["authorizeUrl"].text)
            let state = try #require(back.firstMatch(of: #/state=([^&]+)/#)?.1)
            let page = try await stage.host.visit(back.replacing(state, with: String(state.reversed())))
            #expect(page.status == 400)
            #expect(try await stage.service.requests(to: "/oauth/token").isEmpty)
            #expect(try await stage.host.visit(back).status == 200, "the true one still counts")
        }
    }
}
