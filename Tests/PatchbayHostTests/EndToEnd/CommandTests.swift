import Foundation
import IML
import PatchbayTesting
import Testing

/// The command line as people type it.
@Suite struct CommandTests {
    private static let allowing = ["PATCHBAY_ALLOW_HOST": "127.0.0.1"]

    @Test func connectRunAndConnectionsWorkOnTheDataDirectory() async throws {
        try await withStage(samples: ["parcels"]) { stage in
            try await stage.host.stop()
            let place = ["--apps", stage.apps, "--data", stage.data]
            let environment = Self.allowing
            let made = try await stage.command(
                ["connect", "parcels", "-p", "apiKey=@-"] + place,
                input: "sample-api-key\n",
                environment: environment
            )
            #expect(made.status == 0, "\(made.errors)")
            let id = made.output.trimmingCharacters(in: .whitespacesAndNewlines)

            let run = try await stage.command(
                ["run", "parcels", "trackParcel", "--connection", id, "-p", "code=px0003"] + place,
                environment: environment
            )
            #expect(run.status == 0, "\(run.errors)")
            #expect(try Value(jsonText: run.output).element(at: 1)["code"] == "PX0003")

            let lines = try await stage.command(
                ["run", "parcels", "listParcels", "--connection", id, "-p", "limit=30", "--ndjson"] + place,
                environment: environment
            )
            #expect(lines.output.split(separator: "\n").count == 30, "\(lines.errors)")

            let list = try await stage.command(["connections", "list"] + place)
            #expect(list.output.contains(id))
            let shown = try await stage.command(["connections", "show", id] + place)
            #expect(try Value(jsonText: shown.output)["dataKeys"] == ["apiKey"])
            #expect(!shown.output.contains("sample-api-key"))
            #expect(
                try await stage.command(["connections", "verify", id] + place, environment: environment).status == 0
            )
            #expect(try await stage.command(["connections", "delete", id] + place).status == 0)
            #expect(try await stage.command(["connections", "show", id] + place).status == 1)
        }
    }

    @Test func runTellsErrorsByItsExitCode() async throws {
        try await withStage(samples: ["exchange-rates", "notes"]) { stage in
            let remote = ["--url", stage.host.url]
            let failed = try await stage.command(
                ["run", "exchange-rates", "convert", "-p", "amount=1", "-p", "from=XXX"] + remote
            )
            #expect(failed.status == 1)
            #expect(failed.output.isEmpty)
            #expect(failed.errors.contains("XXX"), "\(failed.errors)")

            let pending = try await stage.begin("notes", "notes")["id"].text
            let refused = try await stage.command(
                ["run", "notes", "getNote", "--connection", pending, "-p", "noteId=1"] + remote
            )
            #expect(refused.status == 3, "\(refused.errors)")

            let missing = try await stage.command(["run", "notes", "getNote", "-p", "noteId=1"] + remote)
            #expect(missing.status == 3)
            #expect(missing.errors.contains("--connection ID"), "\(missing.errors)")
            #expect(missing.errors.contains("`patchbay connect notes notes`"), "\(missing.errors)")

            let input = try stage.folder.write(#"{"amount": 2, "to": "GBP"}"#, to: "input.json")
            let good = try await stage.command(["run", "exchange-rates", "convert", "--input", input] + remote)
            #expect(good.status == 0, "\(good.errors)")
            #expect(try Value(jsonText: good.output).element(at: 1)["currency"] == "GBP")
            #expect(try await stage.command(["run", "exchange-rates"]).status == 2)
        }
    }

    @Test func connectWaitsForTheBrowser() async throws {
        try await withStage(samples: ["notes"]) { stage in
            let (process, address) = try await stage.connecting()
            let back = try await stage.provider.decide("approve", at: address)
            #expect(try await stage.host.visit(back).status == 200)
            let id = try await process.line()
            #expect(try await process.ended() == 0)
            #expect(try await stage.host.connection(id)["status"] == "valid")
        }
    }

    @Test func newBundlesLoadValidateAndRun() async throws {
        try await withFolder { folder in
            for kind in ["oauth1", "oauth2", "api-key", "basic", "none"] {
                let made = try await Command.run(["new", "my-\(kind)", "--auth", kind, "--dir", "apps"], in: folder)
                #expect(made.status == 0, "\(made.errors)")
                let checked = try await Command.run(["validate", "apps/my-\(kind)", "--strict"], in: folder)
                #expect(checked.status == 0, "\(checked.output) \(checked.errors)")
            }
            let again = try await Command.run(["new", "my-none", "--dir", "apps"], in: folder)
            #expect(again.status != 0, "an existing bundle is not overwritten")
        }
    }

    @Test func theSampleAppsAreClean() async throws {
        try await withFolder { folder in
            let checked = try await Command.run(["validate", Repository.path + "/apps", "--strict"], in: folder)
            #expect(checked.status == 0, "\(checked.output) \(checked.errors)")
            let tested = try await Command.run(["test", Repository.path + "/apps/text-tools"], in: folder)
            #expect(tested.status == 0, "\(tested.output) \(tested.errors)")
            #expect(tested.output.contains("4 passed, 0 failed"))
        }
    }

    @Test func validateFindsFunctionsThatAreNoJavaScript() async throws {
        try await withFolder { folder in
            try folder.write("function twice(n) {\n  return n * ;\n}", to: "bad/functions/twice/code.js")
            try folder.write("{}", to: "bad/base.iml.json")
            let checked = try await Command.run(["validate", "bad"], in: folder)
            #expect(checked.status == 1)
            #expect(checked.output.contains("code.js:2:14: error: "), "\(checked.output) \(checked.errors)")
            #expect(checked.output.contains("[function-syntax]"))
        }
    }

    @Test func aFunctionThatDoesNotLoadLeavesTheTestsOfTheOthers() async throws {
        try await withFolder { folder in
            try folder.write("{}", to: "app/base.iml.json")
            try folder.write("function good() { return 1 }", to: "app/functions/good/good.code.js")
            try folder.write("it('is one', () => assert.equal(good(), 1))", to: "app/functions/good/good.test.js")
            try folder.write("function bad( {", to: "app/functions/bad/bad.code.js")
            let tested = try await Command.run(["test", "app"], in: folder)
            #expect(tested.status == 0, "\(tested.output) \(tested.errors)")
            #expect(tested.output.contains("1 passed, 0 failed"))
            try folder.write("it('is there', () => bad())", to: "app/functions/bad/bad.test.js")
            let failing = try await Command.run(["test", "app"], in: folder)
            #expect(failing.status == 1)
            #expect(failing.output.contains("1 passed, 1 failed"), "\(failing.output)")
            #expect(failing.output.contains("bad.code.js"))
        }
    }

    @Test func validatePointsAtThePlace() async throws {
        try await withFolder { folder in
            try folder.write(
                "{\n  \"url\": \"/x\",\n  \"qs\": {\"a\": \"{{nothing(1)}}\"}\n}",
                to: "bad/modules/m/communication.iml.json"
            )
            try folder.write(#"{"moduleType": "action"}"#, to: "bad/modules/m/module.json")
            try folder.write("{}", to: "bad/base.iml.json")
            let text = try await Command.run(["validate", "bad"], in: folder)
            #expect(text.status == 1)
            #expect(text.output.contains("communication.iml.json:3:"), "\(text.output)")
            #expect(text.output.contains(": error: "))
            let json = try await Command.run(["validate", "bad", "--format", "json"], in: folder)
            #expect(throws: Never.self) { try Value(jsonText: json.output) }
            let sarif = try await Command.run(["validate", "bad", "--format", "sarif"], in: folder)
            #expect(try Value(jsonText: sarif.output)["version"] == "2.1.0")
            #expect(try await Command.run(["validate", "not-there"], in: folder).status == 2)
        }
    }

    @Test func evalPrintsJSONAndPointsAtErrors() async throws {
        try await withFolder { folder in
            let context = #"{"body": {"items": [{"name": "one"}, {"name": "two"}]}}"#
            let value = try await Command.run(
                ["eval", "{{join(map(body.items, 'name'), '+')}}", "--context", "-"],
                input: context,
                in: folder
            )
            #expect(value.output == "\"one+two\"\n", "\(value.errors)")
            #expect(try await Command.run(["eval", "{{0.1 + 0.2}}"], in: folder).output == "0.3\n")
            #expect(try await Command.run(["eval", "{{ignore}}"], in: folder).output == "undefined\n")
            let wrong = try await Command.run(["eval", "{{1 + }}"], in: folder)
            #expect(wrong.status == 1)
            #expect(wrong.errors.contains("^"), "\(wrong.errors)")
            let lines = """
                {"template": "{{a}}", "context": {"a": 1}}
                {"template": "{{nope}}", "context": {}}
                {"template": "{{oops(", "context": {}}

                """
            let batch = try await Command.run(["eval", "--batch"], input: lines, in: folder)
            let answers = try batch.output.split(separator: "\n").map { try Value(jsonText: String($0)) }
            #expect(answers.prefix(2) == [["value": 1], ["undefined": true]])
            #expect(answers.last?["error"]["message"].text.isEmpty == false)
            let slug = try await Command.run(
                ["eval", "{{slug('Hello, World')}}", "--app", Repository.path + "/apps/text-tools"],
                in: folder
            )
            #expect(slug.output == "\"hello-world\"\n", "\(slug.errors)")
        }
    }

    /// The example of RFC 5849, section 3.4.1.1, whose base string is in section 3.4.1.1 itself.
    @Test func signShowsTheBaseStringOfTheRFC() async throws {
        try await withFolder { folder in
            let oauth = try folder.write(
                #"""
                {"consumer_key": "9djdj82h48djs9d2", "consumer_secret": "j49sk3j29djd", "token": "kkk9d7dh3k39sjv7",
                 "token_secret": "dh893hdasih9", "version": false, "realm": "Example"}
                """#,
                to: "oauth.json"
            )
            let body = try folder.write("c2&a3=2+q", to: "body")
            let report = try await Command.run(
                [
                    "sign", "--method", "post", "--url", "http://example.com/request?b5=%3D%253D&a3=a&c%40=&a2=r%20b",
                    "--oauth", oauth, "--body-file", body, "--content-type", "application/x-www-form-urlencoded",
                    "--nonce", "7d8f3e4a", "--timestamp", "137131201",
                ],
                in: folder
            )
            #expect(report.status == 0, "\(report.errors)")
            let steps = try Value(jsonText: report.output)
            #expect(steps["baseStringURI"] == "http://example.com/request")
            #expect(
                steps["baseString"].text
                    == "POST&http%3A%2F%2Fexample.com%2Frequest&a2%3Dr%2520b%26a3%3D2%2520q%26a3%3Da%26b5%3D%253D%25253D"
                    + "%26c%2540%3D%26c2%3D%26oauth_consumer_key%3D9djdj82h48djs9d2%26oauth_nonce%3D7d8f3e4a"
                    + "%26oauth_signature_method%3DHMAC-SHA1%26oauth_timestamp%3D137131201"
                    + "%26oauth_token%3Dkkk9d7dh3k39sjv7"
            )
            #expect(steps["body"] == "c2&a3=2+q")
            #expect(steps["headers"]["Authorization"].text.hasPrefix("OAuth realm=\"Example\", "))
        }
    }

    @Test func usageErrorsExitWithTwo() async throws {
        try await withFolder { folder in
            for arguments in [
                ["fly"], ["serve", "--fast"], ["run"], ["sign"], ["new", "x", "--auth", "magic"],
            ] {
                let (status, _, errors) = try await Command.run(arguments, in: folder)
                #expect(status == 2, "\(arguments): \(errors)")
                #expect(!errors.isEmpty)
            }
            #expect(try await Command.run(["--help"], in: folder).output.contains("serve"))
        }
    }
}
