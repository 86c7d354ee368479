import IML
import PatchbayTesting
import Testing

/// New tokens for old ones, from a service that rotates refresh tokens and revokes all when one comes twice.
@Suite struct OAuth2RefreshTests {
    @Test func aTokenNearItsEndIsRenewedBeforeTheCall() async throws {
        try await withTasks { stage in
            try await stage.service.set(["accessTokenLifetime": 20])
            let id = try await stage.connect()
            try await stage.service.set(["accessTokenLifetime": 3_600])
            #expect(try await stage.getTask(id).status == 200)
            #expect(try await stage.getTask(id).status == 200)
            #expect(try await stage.count("/api/tasks/t002", 401) == 0)
            #expect(try await stage.tokens().count == 2)
        }
    }

    @Test func aRefusedTokenIsRenewedAndTheCallSentAgain() async throws {
        try await withTasks { stage in
            let id = try await stage.connect()
            try await stage.service.expireTokens()
            let answer = try await stage.getTask(id)
            #expect(answer.status == 200, "\(answer.text)")
            #expect(try await stage.count("/api/tasks/t002", 401) == 1)
            #expect(try await stage.count("/api/tasks/t002", 200) == 1)
            #expect(try await stage.tokens().map { $0["family"] }.reduce(into: Set()) { $0.insert($1.text) }.count == 1)
        }
    }

    @Test func aCallThatIsRefusedWithAFreshTokenTooIsNotRepeatedForEver() async throws {
        try await withTasks { stage in
            let id = try await stage.connect()
            try await stage.service.arm(["path": "/api/tasks/t002", "times": 10, "status": 401])
            let answer = try await stage.getTask(id)
            #expect(answer.status == 409, "\(answer.text)")
            #expect(try await stage.count("/api/tasks/t002", 401) == 2)
        }
    }

    @Test func twoHundredCallsShareOneRefresh() async throws {
        try await withTasks { stage in
            let id = try await stage.connect()
            try await stage.service.expireTokens()
            // A slow answer keeps the refresh open while all the calls arrive.
            try await stage.service.arm(["path": "/oauth/token", "times": 1, "milliseconds": 1_000])
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<200 { group.addTask { try await stage.getTask(id).status } }
                return try await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
            }
            #expect(statuses == [200: 200])
            #expect(try await stage.tokens().map { $0["revoked"].asBool } == [true, false])
        }
    }

    @Test func anAnswerWithoutARefreshTokenLeavesTheOneWeHave() async throws {
        try await withTasks { stage in
            try await stage.service.set(["rotates": false])
            let id = try await stage.connect()
            for _ in 0..<2 {
                try await stage.service.expireTokens()
                #expect(try await stage.getTask(id).status == 200)
            }
            #expect(try await stage.tokens().count == 3)
        }
    }

    @Test func whatTheServiceTookBackBreaksTheConnectionUntilItIsReauthorizedInPlace() async throws {
        try await withTasks { stage in
            let id = try await stage.connect()
            try await stage.service.revokeTokens()
            let refused = try await stage.getTask(id)
            #expect(refused.status == 409, "\(refused.text)")
            #expect(try refused.json["error"]["type"] == "InvalidAccessTokenError")
            #expect(try await stage.host.connection(id)["status"] == "broken")
            let before = try await stage.service.requests().count
            #expect(try await stage.getTask(id).status == 409)
            #expect(try await stage.service.requests().count == before, "a broken connection is not tried")

            let again = try await stage.host.call("POST", "/v1/connections/\(id)/reauthorize").json
            #expect(again["id"].text == id)
            let back = try await stage.service.decide("approve", at: again["authorizeUrl"].text)
            #expect(try await stage.host.visit(back).status == 200)
            #expect(try await stage.getTask(id).status == 200)
        }
    }

    private static let trouble: [(fault: Fields, status: Int)] = [
        (["status": 503], 502), (["kind": "html"], 422), (["kind": "reset"], 502),
        (["status": 200, "body": #"{"error": "busy"}"#], 422),
    ]

    @Test(arguments: trouble)
    func troubleAtTheServiceBreaksNothing(_ row: (fault: Fields, status: Int)) async throws {
        try await withTasks { stage in
            let id = try await stage.connect()
            try await stage.service.expireTokens()
            var fault = row.fault
            fault["path"] = "/oauth/token"
            try await stage.service.arm(.collection(fault))
            let failed = try await stage.getTask(id)
            #expect(failed.status == row.status, "\(failed.text)")
            #expect(try await stage.host.connection(id)["status"] == "valid")
            #expect(try await stage.getTask(id).status == 200)
        }
    }

    @Test func aRefreshedTokenSurvivesAKill() async throws {
        try await withTasks { stage in
            let id = try await stage.connect()
            try await stage.service.expireTokens()
            #expect(try await stage.getTask(id).status == 200)
            try await stage.host.kill()

            let next = try await RunningHost.start(
                apps: stage.folder.path + "/apps",
                data: stage.folder.path + "/data",
                in: stage.folder
            )
            try await stage.service.expireTokens()
            let answer = try await next.run("tasks", "getTask", connection: id, ["taskId": "t002"])
            #expect(answer.status == 200, "\(answer.text)")
            try await next.kill()
        }
    }

    @Test(arguments: [("{{data.renewal == 'never'}}", 1), ("{{data.renewal && data.token}}", 3)])
    func aSpecsOwnConditionDecidesWhenToRenewBeforeACall(condition: String, tokens: Int) async throws {
        try await withTasks(prepare: { folder, service in
            try PasswordBundle(provider: service.url, renews: condition).write(to: folder)
        }) { stage in
            let input: Value = ["username": "ada", "password": "difference engine"]
            let id = try await stage.create("password", of: "password", input)["id"].text
            for _ in 0..<2 { #expect(try await stage.host.run("password", "whoami", connection: id).status == 200) }
            #expect(try await stage.tokens().count == tokens)
        }
    }

    @Test func only401sThatTheAppCallsSoRenewTheToken() async throws {
        try await withTasks(prepare: { folder, service in
            try PasswordBundle(provider: service.url).write(to: folder)
        }) { stage in
            let input: Value = ["username": "ada", "password": "difference engine"]
            let id = try await stage.create("password", of: "password", input)["id"].text
            try await stage.service.expireTokens()
            let refused = try await stage.host.run("password", "whoami", connection: id)
            #expect(refused.status == 422, "\(refused.text)")
            #expect(try await stage.tokens().count == 1)
        }
    }
}
