import IML
import PatchbayTesting
import Testing

/// What becomes of connections after they are made.
@Suite struct ConnectionLifeTests {
    @Test func aRevokedTokenBreaksTheConnectionUntilItIsReauthorizedInPlace() async throws {
        try await withStage(samples: ["notes"]) { stage in
            let id = try await stage.connect("notes", "notes")
            try await stage.provider.revokeTokens()
            let refused = try await stage.host.run("notes", "getNote", connection: id, ["noteId": 1])
            #expect(refused.status == 409, "\(refused.text)")
            #expect(try refused.json["error"]["type"] == "InvalidAccessTokenError")
            #expect(try await stage.host.connection(id)["status"] == "broken")

            let again = try await stage.host.call("POST", "/v1/connections/\(id)/reauthorize").json
            #expect(again["id"].text == id)
            let back = try await stage.provider.decide("approve", at: again["authorizeUrl"].text)
            #expect(try await stage.host.visit(back).status == 200)
            let answer = try await stage.host.run("notes", "getNote", connection: id, ["noteId": 1])
            #expect(answer.status == 200, "\(answer.text)")
        }
    }

    @Test func anAuthorizationThatEndedSaysSoBeforeAnythingIsSent() async throws {
        try await withStage(samples: ["notes"]) { stage in
            let pending = try await stage.begin("notes", "notes")
            try await stage.provider.set(["accessTokenLifetime": 2])
            let back = try await stage.provider.decide("approve", at: pending["authorizeUrl"].text)
            let id = pending["id"].text
            #expect(try await stage.host.visit(back).status == 200)
            try await until("the authorization ends") {
                try await stage.host.connection(id)["status"] == "expired"
            }
            let before = try await stage.provider.requests(to: "/api/notes/1").count
            let refused = try await stage.host.run("notes", "getNote", connection: id, ["noteId": 1])
            #expect(refused.status == 409)
            #expect(try refused.json["error"]["type"] == "InvalidAccessTokenError")
            #expect(try await stage.provider.requests(to: "/api/notes/1").count == before)
        }
    }

    @Test func aPendingConnectionCannotBeUsed() async throws {
        try await withStage(samples: ["notes"]) { stage in
            let id = try await stage.begin("notes", "notes")["id"].text
            let refused = try await stage.host.run("notes", "getNote", connection: id, ["noteId": 1])
            #expect(refused.status == 409, "\(refused.text)")
            #expect(try refused.json["connectionStatus"] == "pending")
        }
    }

    @Test func deletingTellsTheServiceAndLeavesNothing() async throws {
        try await withStage(samples: ["notes"]) { stage in
            let id = try await stage.connect("notes", "notes")
            #expect(try await stage.host.call("DELETE", "/v1/connections/\(id)").status == 204)
            #expect(try await stage.provider.requests(to: "/api/sign_out").map { $0["status"].asInt } == [200])
            #expect(try await stage.host.call("GET", "/v1/connections/\(id)").status == 404)
            #expect(try await stage.host.call("GET", "/v1/connections").json["connections"] == [])
        }
    }

    @Test func verifyingAsksTheService() async throws {
        try await withStage(samples: ["notes"]) { stage in
            let id = try await stage.connect("notes", "notes")
            let good = try await stage.host.call("POST", "/v1/connections/\(id)/verify")
            #expect(good.status == 200, "\(good.text)")
            try await stage.provider.revokeTokens()
            #expect(try await stage.host.call("POST", "/v1/connections/\(id)/verify").status >= 400)
        }
    }

    @Test func aKeyThatTheServiceRefusesKeepsNothing() async throws {
        try await withStage(samples: ["parcels"]) { stage in
            let refused = try await stage.host.call(
                "POST",
                "/v1/apps/parcels/connections/parcels",
                ["parameters": ["apiKey": "wrong-key-entered"]]
            )
            #expect(refused.status == 422, "\(refused.text)")
            #expect(refused.text.contains("[401] The API key is not known."))
            #expect(!refused.text.contains("wrong-key-entered"))
            #expect(try await stage.host.call("GET", "/v1/connections").json["connections"] == [])
        }
    }

    @Test func aKeyConnectsAtOnceAndPagesFollowTheServicesAddresses() async throws {
        try await withStage(samples: ["parcels"]) { stage in
            let made = try await stage.host.call(
                "POST",
                "/v1/apps/parcels/connections/parcels",
                ["name": "Mine", "parameters": ["apiKey": "sample-api-key"]]
            )
            try #require(made.status == 201, "\(made.text)")
            let connection = try made.json
            #expect(connection["status"] == "valid")
            #expect(connection["name"] == "Mine")
            #expect(connection["metadata"]["value"] == "Ada Lovelace")
            let all = try await stage.host.run(
                "parcels",
                "listParcels",
                connection: connection["id"].text,
                ["limit": 200]
            )
            try #require(all.status == 200, "\(all.text)")
            #expect(try all.json["bundles"].asArray?.count == 120)
            #expect(try all.json["bundles"].element(at: 3)["kilograms"] == 0.361)
        }
    }

    @Test func secretsAppearNowhere() async throws {
        try await withStage(samples: ["parcels", "notes"], ["--log-level", "debug"]) { stage in
            let made = try await stage.host.call(
                "POST",
                "/v1/apps/parcels/connections/parcels",
                ["parameters": ["apiKey": "sample-api-key"]]
            )
            let parcels = try made.json["id"].text
            let notes = try await stage.connect("notes", "notes")
            _ = try await stage.host.run("parcels", "trackParcel", connection: parcels, ["code": "PX0003"])
            _ = try await stage.host.run("notes", "getNote", connection: notes, ["noteId": 999])
            var seen = made.text + stage.folder.read("host.log")
            for path in ["/v1/connections", "/v1/connections/\(notes)", "/v1/apps", "/metrics"] {
                seen += try await stage.host.call("GET", path).text
            }
            for secret in ["sample-api-key", "sample-consumer-secret"] { #expect(!seen.contains(secret)) }
            let keys = try await stage.host.connection(notes)["dataKeys"].asArray?.map(\.text).sorted()
            #expect(keys == ["consumerKey", "consumerSecret", "token", "tokenSecret"])
        }
    }
}
