import Foundation
import IML
import PatchbayBundle
import PatchbayTesting
import Testing

@testable import PatchbayHost

/// The program as its users run it: output, errors and exit codes.
struct ProgramTests {
    @Test func runPrintsBundlesAsJSON() async throws {
        let directory = try TemporaryDirectory()
        try SampleBundle.write("demo", into: directory)
        let outcome = try await Program.run(["run", "demo", "greet", "-p", "name=Ada"], in: directory)
        #expect(outcome.status == 0)
        #expect(outcome.errors == "")
        #expect(try Value(jsonText: outcome.output) == [["text": "hello Ada"]])
    }

    @Test func runPrintsLinesWhenAsked() async throws {
        let directory = try TemporaryDirectory()
        try SampleBundle.write("demo", into: directory)
        let outcome = try await Program.run(
            ["run", "demo", "count", "--ndjson", "--input", "-"],
            in: directory,
            input: #"{"items": "a,b"}"#
        )
        #expect(outcome.output == "{\"item\":\"a\"}\n{\"item\":\"b\"}\n")
    }

    @Test func runTakesValuesFromFilesAndTheEnvironment() async throws {
        let directory = try TemporaryDirectory()
        try SampleBundle.write("demo", into: directory)
        try directory.write("Grace\n", to: "name.txt")
        let file = try await Program.run(["run", "demo", "greet", "-p", "name=@name.txt"], in: directory)
        #expect(try Value(jsonText: file.output) == [["text": "hello Grace"]])
        let variable = try await Program.run(
            ["run", "demo", "greet", "-p", "name=$WHO"],
            in: directory,
            environment: ["WHO": "Alan"]
        )
        #expect(try Value(jsonText: variable.output) == [["text": "hello Alan"]])
    }

    @Test(arguments: [
        (["run", "demo", "nope"], 1, "patchbay: The app 'demo' has no module 'nope'."),
        (["run", "nope", "greet"], 1, "patchbay: There is no app 'nope'."),
        (["run", "demo", "greet", "-p", "nonsense"], 2, "patchbay: -p 'nonsense': expected name=value"),
        (["run", "demo", "greet", "--input", "missing.json"], 2, "patchbay: missing.json: there is no such file"),
        (["run", "demo", "greet", "--apps", "nowhere"], 1, "patchbay: there is no directory 'nowhere'"),
        (["validate", "nowhere"], 2, "patchbay: nowhere: there is no such directory"),
        (["validate", "/etc/hosts"], 2, "patchbay: /etc/hosts: this is a file; name an app's directory"),
        (["serve", "nowhere"], 1, "patchbay: there is no directory 'nowhere'"),
        (["serve", "--port", "many"], 2, "patchbay: --port: 'many' is not a port"),
        (["run", "demo", "greet", "--log-level", "loud"], 2, "patchbay: --log-level: 'loud' is not a log level"),
        (["serve", "--max", "pages=few"], 2, "patchbay: --max: 'few' is not a number"),
        (
            ["run", "demo", "greet", "-p", "name=x", "--connection", "con_none"], 1,
            "patchbay: There is no connection 'con_none'."
        ),
        (["serve", "--host", "0.0.0.0"], 2, "patchbay: --host: '0.0.0.0' can be reached from other machines"),
        (["new", "../evil"], 2, "patchbay: '../evil' cannot be an app's name"),
        (["new", "demo"], 1, "patchbay: 'apps/demo' is there already"),
        (
            ["new", "x", "--auth", "magic"], 2,
            "patchbay: --auth: 'magic' is none of oauth1, oauth2, api-key, basic, none"
        ),
        (["connections", "show", "con_none"], 1, "patchbay: There is no connection 'con_none'."),
        (["connect", "demo"], 2, "patchbay: 'demo' needs no connection"),
        (["nonsense"], 2, "Error: Unexpected argument 'nonsense'"),
        (["eval"], 2, "Error: Give a template, or --batch, or --functions."),
        (["validate"], 2, "Error: Give an app or a directory of apps, or --codes."),
        (["validate", "--codes", "apps"], 2, "Error: --codes takes no directory."),
        (
            ["sign", "--method", "GET", "--url", "https://a.example/", "--timestamp", "x"], 2,
            "patchbay: --timestamp: 'x' is no time; give whole seconds since 1970, such as 137131202\n"
        ),
        (
            ["sign", "--method", "GET", "--url", "https://a.example/", "--timestamp=-1"], 2,
            "patchbay: --timestamp: '-1' is no time"
        ),
        (
            ["keys", "rotate", "--data", "mistyped"], 1,
            "patchbay: there is no store in 'mistyped'; name the directory of a host's data with --data\n"
        ),
        (["keys", "rotate", "--data", "apps"], 1, "patchbay: there is no store in 'apps'"),
        (["keys", "rotate", "--url", "http://127.0.0.1:9"], 2, "patchbay: keys are rotated on the host's own machine"),
    ])
    func mistakesAreSaidInALine(arguments: [String], status: Int32, message: String) async throws {
        let directory = try TemporaryDirectory()
        try SampleBundle.write("demo", into: directory)
        let outcome = try await Program.run(arguments, in: directory)
        #expect(outcome.status == status)
        #expect(outcome.output == "")
        #expect(outcome.errors.hasPrefix(message), "\(outcome.errors)")
    }

    @Test func aBrokenModulesProblemIsSaidOnce() async throws {
        let directory = try TemporaryDirectory()
        try SampleBundle.write("demo", into: directory)
        try directory.write(#"{"response": {"output": "{{uper(1)}}"}}"#, to: "apps/demo/greet.iml.json")
        let outcome = try await Program.run(["run", "demo", "greet", "-p", "name=x"], in: directory)
        #expect(outcome.status == 1)
        let lines = outcome.errors.split(separator: "\n")
        try #require(lines.count == 2, "\(outcome.errors)")
        #expect(lines[0] == "patchbay: InvalidConfigurationError: 'demo/greet' has errors in its files.")
        #expect(lines[1].hasPrefix("greet.iml.json:1:"))
        #expect(lines[1].hasSuffix("[unknown-function]"))
    }

    @Test func aRotationWithoutAStoreMakesNothing() async throws {
        let directory = try TemporaryDirectory()
        try directory.write("{}", to: "there/other.json")
        for data in ["mistyped", "there"] {
            #expect(try await Program.run(["keys", "rotate", "--data", data], in: directory).status == 1)
        }
        #expect(!FileManager.default.fileExists(atPath: directory("mistyped")))
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory("there")) == ["other.json"])
    }

    @Test func evalSaysOfATimeZoneThatItIsNone() async throws {
        let directory = try TemporaryDirectory()
        let context = #"{"environment": {"timezone": "Mars/Base"}}"#
        let one = try await Program.run(["eval", "{{1}}", "--context", "-"], in: directory, input: context)
        #expect(one.status == 2)
        #expect(one.errors.hasPrefix("patchbay: --context: environment.timezone has to be a time zone"))
        let line = #"{"template": "{{1}}", "context": \#(context)}"# + "\n"
        let batch = try await Program.run(["eval", "--batch"], in: directory, input: line)
        let error = try Value(jsonText: batch.output)["error"]
        #expect(error["type"] == "DataError")
        #expect(error["message"].text.hasPrefix("environment.timezone has to be a time zone"))
    }

    @Test func aLineOfABatchThatIsNoJSONIsSaidToBeNone() async throws {
        let directory = try TemporaryDirectory()
        let outcome = try await Program.run(["eval", "--batch"], in: directory, input: "not json\n")
        let error = try Value(jsonText: outcome.output)["error"]
        #expect(error["message"] == "The line is not JSON: Expected a JSON value, found `not`")
        #expect(error["column"] == 1)
    }

    @Test func validateSpeaksTheContractsForm() async throws {
        let directory = try TemporaryDirectory()
        try SampleBundle.write("good", into: directory)
        let good = try await Program.run(["validate", "apps"], in: directory)
        #expect(good.status == 0)
        #expect(good.output == "")
        try directory.write("{\n  \"response\": {\"output\": \"{{uper(body)}}\"}\n}", to: "apps/good/greet.iml.json")
        let bad = try await Program.run(["validate", "apps"], in: directory)
        #expect(bad.status == 1)
        #expect(bad.output.hasPrefix("apps/good/greet.iml.json:2:"))
        #expect(bad.output.contains(": error: "))
        #expect(bad.output.contains("[unknown-function]"))
        let json = try await Program.run(["validate", "apps", "--format", "json"], in: directory)
        #expect(try Value(jsonText: json.output)["errors"] == 1)
        let sarif = try await Program.run(["validate", "apps", "--format", "sarif"], in: directory)
        #expect(try Value(jsonText: sarif.output)["version"] == "2.1.0")
    }

    @Test func theCodesOfProblemsAreExplained() async throws {
        let outcome = try await Program.run(["validate", "--codes"], in: try TemporaryDirectory())
        #expect(outcome.status == 0)
        let lines = outcome.output.split(separator: "\n")
        #expect(lines.count == DiagnosticCode.allCases.count)
        #expect(lines.contains { $0.hasPrefix("unknown-function ") && $0.hasSuffix("nor the app has.") })
    }

    @Test(arguments: ["oauth1", "oauth2", "api-key", "basic", "none"])
    func aNewAppValidatesAndRuns(auth: String) async throws {
        let directory = try TemporaryDirectory()
        #expect(try await Program.run(["new", "fresh", "--auth", auth], in: directory).status == 0)
        let check = try await Program.run(["validate", "apps", "--strict"], in: directory)
        #expect(check.status == 0, "\(check.output)")
        let run = try await Program.run(["run", "fresh", "greet", "-p", "name=Ada"], in: directory)
        #expect(run.status == 0, "\(run.errors)")
    }

    @Test func evalPrintsTheValue() async throws {
        let directory = try TemporaryDirectory()
        let value = try await Program.run(
            ["eval", "{{upper(parameters.name)}}", "--context", "-"],
            in: directory,
            input: #"{"parameters": {"name": "ada"}}"#
        )
        #expect(value.output == "\"ADA\"\n")
        #expect(value.errors == "a text\n")
        #expect(try await Program.run(["eval", "{{nothing}}"], in: directory).output == "undefined\n")
    }

    @Test(arguments: [
        ("{{parseDate('2024-01-31')}}", "\"2024-01-31T00:00:00.000Z\"", "a date"),
        ("{{toBinary('a')}}", "\"YQ==\"", "binary data"), ("{{'YQ=='}}", "\"YQ==\"", "a text"),
        ("{{1 = 1}}", "true", "a boolean"), ("{{erase}}", "null", "null"),
        ("{{nothing}}", "undefined", "undefined"), ("{{emptyarray}}", "[]", "an array"), ("{{1.5}}", "1.5", "a number"),
        ("{{emptyobject}}", "{}", "a collection"),
    ])
    func evalTellsTheTypeBesideTheValue(template: String, value: String, type: String) async throws {
        let outcome = try await Program.run(["eval", template], in: try TemporaryDirectory())
        #expect(outcome.output == value + "\n")
        #expect(outcome.errors == type + "\n")
    }

    @Test func evalPointsAtTheMistake() async throws {
        let directory = try TemporaryDirectory()
        let outcome = try await Program.run(["eval", "a {{uper(b)}}"], in: directory)
        #expect(outcome.status == 1)
        #expect(outcome.errors.hasSuffix("\n\na {{uper(b)}}\n    ^\n"))
        #expect(outcome.errors.contains("Did you mean 'upper'?"))
        let late = try await Program.run(["eval", "日本 {{round('x')}}"], in: directory)
        #expect(late.errors.hasSuffix("(column 6)\n\n日本 {{round('x')}}\n       ^\n"), "\(late.errors)")
    }

    @Test func evalAnswersLineByLine() async throws {
        let directory = try TemporaryDirectory()
        let lines = [
            #"{"template": "{{1 + a}}", "context": {"a": 2}}"#, #"{"template": "{{a}}"}"#, #"{"template": "{{1 +}}"}"#,
            "nonsense", "{}",
        ]
        let outcome = try await Program.run(["eval", "--batch"], in: directory, input: lines.joined(separator: "\n"))
        let answers = try outcome.output.split(separator: "\n").map { try Value(jsonText: String($0)) }
        try #require(answers.count == 5)
        #expect(answers[0] == ["value": 3])
        #expect(answers[1] == ["undefined": true])
        #expect(answers[2]["error"]["column"].asInt != nil)
        #expect(answers[3]["error"]["type"] == "DataError")
        #expect(answers[4]["error"]["message"] == "The line has no text 'template'.")
    }

    @Test func signPrintsTheSteps() async throws {
        let directory = try TemporaryDirectory()
        // RFC 5849, section 1.2: the request for a protected resource.
        try directory.write(
            #"""
            {"consumer_key": "dpf43f3p2l4k3l03", "consumer_secret": "kd94hf93k423kf44",
             "token": "nnch734d00sl2jdk", "token_secret": "pfkkdhi9sl3r4s00"}
            """#,
            to: "oauth.json"
        )
        let outcome = try await Program.run(
            [
                "sign", "--method", "GET", "--url", "http://photos.example.net/photos?file=vacation.jpg&size=original",
                "--oauth", "oauth.json", "--nonce", "chapoH", "--timestamp", "137131202",
            ],
            in: directory
        )
        #expect(outcome.status == 0, "\(outcome.errors)")
        let report = try Value(jsonText: outcome.output)
        #expect(report["baseStringURI"] == "http://photos.example.net/photos")
        #expect(report["headers"]["Authorization"].asText?.contains("oauth_nonce=\"chapoH\"") == true)
        #expect(report["normalizedParameters"].asText?.hasPrefix("file=vacation.jpg&oauth_consumer_key=") == true)
        for key in ["baseString", "signature", "url", "body"] { #expect(!report[key].isUndefined) }
    }

    @Test func keysAreRotated() async throws {
        let directory = try TemporaryDirectory()
        try SampleBundle.write("demo", into: directory)
        #expect(try await Program.run(["connections"], in: directory).status == 0)
        let outcome = try await Program.run(["keys", "rotate"], in: directory)
        #expect(outcome.status == 0)
        #expect(outcome.output == "0 sealed entries are under the new key.\n")
    }
}
