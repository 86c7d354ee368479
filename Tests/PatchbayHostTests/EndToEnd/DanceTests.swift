import IML
import Testing

/// The whole way of an OAuth 1.0a connection, against a service that checks everything.
@Suite struct DanceTests {
    @Test(arguments: ["HMAC-SHA1", "HMAC-SHA256", "HMAC-SHA512", "RSA-SHA1", "RSA-SHA256", "PLAINTEXT"])
    func everyTransportWorksWith(method: String) async throws {
        let transports = ["header", "query", "body"]
        try await withStage(prepare: { folder, provider in
            for transport in transports {
                var oauth = #", "signature_method": "\#(method)", "transport_method": "\#(transport)""#
                if method.hasPrefix("RSA") {
                    let form = transport == "query" ? "pkcs1" : "pkcs8"
                    let key = Value.text(try await provider.privateKey(form: form)).jsonText()
                    oauth += #", "private_key": \#(key)"#
                }
                try DanceBundle(name: transport, provider: provider, oauth: oauth, isForm: transport == "body")
                    .write(to: folder)
            }
        }) { stage in
            for transport in transports {
                let id = try await stage.connect(transport, "dance")
                let connection = try await stage.host.connection(id)
                #expect(connection["status"] == "valid")
                #expect(connection["uid"] == "ada")
                #expect(connection["metadata"]["value"] == "ada")
                try await expectSignedEcho(stage, transport, method, connection: id)
            }
        }
    }

    private func expectSignedEcho(_ stage: Stage, _ transport: String, _ method: String, connection: String)
        async throws
    {
        let answer = try await stage.host.run(transport, "echo", connection: connection)
        try #require(answer.status == 200, "\(answer.text)")
        let echo = try answer.json["bundles"].element(at: 1)
        #expect(echo["signed"]["transport"].text == transport)
        #expect(echo["signed"]["signatureMethod"].text == method)
        let form = echo["form"].asArray ?? []
        for pair: Value in [["one", "1 1"], ["none", ""], ["odd", "ü&=+~'*"], ["list[]", "a"], ["list[]", "b"]] {
            #expect(form.contains(pair), "\(pair.jsonText()) is missing in \(echo["form"].jsonText())")
        }
        #expect(echo["target"].text.hasPrefix("/api/echo?q=a%20b&q=%2B&empty="))
    }

    @Test func theSampleAppConnectsAndItsModulesSign() async throws {
        try await withStage(samples: ["notes"]) { stage in
            let id = try await stage.connect("notes", "notes")
            let connection = try await stage.host.connection(id)
            #expect(connection["status"] == "valid")
            #expect(connection["uid"] == "1")
            #expect(connection["metadata"]["value"] == "ada@example.com")
            #expect(connection["expires"].text > "2026")

            let made = try await stage.host.run("notes", "createNote", connection: id, ["title": "Milk"])
            try #require(made.status == 200, "\(made.text)")
            let note = try made.json["bundles"].element(at: 1)
            #expect(note["title"] == "Milk")
            #expect(note["folder"] == "inbox")

            let found = try await stage.host.run("notes", "searchNotes", connection: id, ["limit": 120])
            let numbers = try found.json["bundles"].asArray?.compactMap { $0["id"].asInt }
            #expect(numbers == Array(1...120))

            let call = try await stage.host.run(
                "notes",
                "makeApiCall",
                connection: id,
                ["url": "/notes", "method": "GET", "qs": [["key": "q", "value": "Milk"]]]
            )
            #expect(try call.json["bundles"].element(at: 1)["body"]["total"] == 1)

            let folders = try await stage.host.call(
                "POST",
                "/v1/apps/notes/rpcs/listFolders/run",
                ["connection": .text(id)]
            )
            #expect(try folders.json["result"].element(at: 1) == ["label": "Inbox", "value": "inbox"])
        }
    }

    @Test func consumerKeyAndSecretOfTheUserWinOverTheApps() async throws {
        try await withStage(samples: ["notes"]) { stage in
            let id = try await stage.connect(
                "notes",
                "notes",
                ["consumerKey": "other consumer&", "consumerSecret": "s p/a+c=e"]
            )
            let answer = try await stage.host.run(
                "notes",
                "makeApiCall",
                connection: id,
                ["url": "/echo", "method": "GET"]
            )
            try #require(answer.status == 200, "\(answer.text)")
            let signed = try answer.json["bundles"].element(at: 1)["body"]["signed"]
            #expect(signed["consumer"] == "other consumer&")
        }
    }

    @Test func outOfBandTakesTheCodeThroughTheAPI() async throws {
        try await withStage(prepare: { folder, provider in
            try DanceBundle(provider: provider, oauth: #", "callback": "oob""#).write(to: folder)
        }) { stage in
            let pending = try await stage.begin("dance", "dance")
            #expect(pending["wantsVerifier"] == true)
            let code = try await stage.provider.approveOutOfBand(at: pending["authorizeUrl"].text)
            let path = "/v1/connections/\(pending["id"].text)/verifier"
            let wrong = try await stage.host.call("POST", path, ["verifier": "a guess"])
            #expect(try wrong.json["retry"] == true, "\(wrong.text)")
            #expect(try wrong.json["detail"].text.hasSuffix("The authorization waits on: give the code again."))
            let answer = try await stage.host.call("POST", path, ["verifier": .text(code)])
            #expect(answer.status == 200, "\(answer.text)")
            #expect(try answer.json["status"] == "valid")
            let again = try await stage.host.call("POST", path, ["verifier": .text(code)])
            #expect(again.status == 400)
        }
    }

    @Test func aServiceThatDoesNotConfirmTheCallbackNeedsTheSpecsConsent() async throws {
        try await withStage(prepare: { folder, provider in
            try DanceBundle(name: "strict", provider: provider, requestTokenQuery: "?era=1.0").write(to: folder)
            try DanceBundle(
                name: "old",
                provider: provider,
                oauth: #", "callback_confirmed": false"#,
                requestTokenQuery: "?era=1.0"
            ).write(to: folder)
        }) { stage in
            let refused = try await stage.host.call("POST", "/v1/apps/strict/connections/dance", [:])
            #expect(refused.status == 422, "\(refused.text)")
            #expect(refused.text.contains("oauth_callback_confirmed"))
            let id = try await stage.connect("old", "dance")
            #expect(try await stage.host.connection(id)["status"] == "valid")
        }
    }
}
