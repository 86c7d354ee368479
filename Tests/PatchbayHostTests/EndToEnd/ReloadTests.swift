import Foundation
import IML
import PatchbayTesting
import Testing

/// Bundles that change while the host runs.
@Suite struct ReloadTests {
    private static let file = "apps/made/modules/say/communication.iml.json"

    private static func writing(_ word: String) -> String {
        #"{"response": {"output": {"word": "\#(word)", "again": "{{parameters.x}}"}}}"#
    }

    private func withMade(_ body: (Stage) async throws -> Void) async throws {
        try await withStage(
            prepare: { folder, _ in
                try folder.write(#"{"label": "Say", "moduleType": "action"}"#, to: "apps/made/modules/say/module.json")
                try folder.write(Self.writing("first"), to: Self.file)
            },
            body
        )
    }

    private func word(_ stage: Stage) async throws -> String {
        let answer = try await stage.host.run("made", "say")
        try #require(answer.status == 200, "\(answer.text)")
        return try answer.json["bundles"].element(at: 1)["word"].text
    }

    @Test func aSavedFileAnswersByItself() async throws {
        try await withMade { stage in
            #expect(try await word(stage) == "first")
            for next in ["second", "third"] {
                try stage.folder.write(Self.writing(next), to: Self.file)
                try await until("'\(next)' is answered") { try await word(stage) == next }
            }
        }
    }

    @Test func noCallIsLostWhileBundlesChange() async throws {
        try await withMade { stage in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<2 {
                    group.addTask {
                        for _ in 0..<150 {
                            let answer = try await stage.host.run("made", "say")
                            #expect(answer.status == 200, "\(answer.text)")
                        }
                    }
                }
                for number in 0..<50 {
                    try stage.folder.write(Self.writing("word\(number)"), to: Self.file)
                    _ = try await stage.host.call("POST", "/v1/reload")
                }
                try await group.waitForAll()
            }
            #expect(try await word(stage) == "word49")
        }
    }

    @Test func aBrokenFileKeepsTheLastGoodDefinitionAndShowsTheProblem() async throws {
        try await withMade { stage in
            try stage.folder.write(#"{"response": {"output": "{{oops("}}"#, to: Self.file)
            try await until("the problem shows") {
                let app = try await stage.host.call("GET", "/v1/apps/made").json
                return app["diagnostics"].asArray?.contains { $0["file"].text.hasSuffix("communication.iml.json") }
                    == true
            }
            #expect(try await word(stage) == "first")
            try stage.folder.write(Self.writing("mended"), to: Self.file)
            try await until("the mended file answers") { try await word(stage) == "mended" }
            #expect(try await stage.host.call("GET", "/v1/apps/made").json["diagnostics"] == [])
        }
    }

    @Test func functionsThatDoNotLoadAreAmongTheProblems() async throws {
        let file = "apps/made/functions/twice/twice.code.js"
        let good = "function twice(n) { return n * 2 }"
        let problems = { (stage: Stage) in
            let app = try await stage.host.call("GET", "/v1/apps/made").json
            let diagnostics = app["diagnostics"].asArray ?? []
            return [app["status"].text] + diagnostics.map { "\($0["file"].text) \($0["code"].text)" }
        }
        let wrong = ["partial", "functions/twice/twice.code.js function-syntax"]
        try await withStage(
            prepare: { folder, _ in
                try folder.write(#"{"label": "Say", "moduleType": "action"}"#, to: "apps/made/modules/say/module.json")
                try folder.write(Self.writing("first"), to: Self.file)
                try folder.write("function twice(n) {\n  return n * ;\n}", to: file)
            },
            { stage in
                #expect(try await problems(stage) == wrong)
                #expect(try await word(stage) == "first")
                try stage.folder.write(good, to: file)
                try await until("the mended function has no problem") { try await problems(stage) == ["loaded"] }
                try stage.folder.write("nothing();\n" + good, to: file)
                try await until("the problem shows") { try await problems(stage) == wrong }
                // The problem is still known when something else changes.
                try stage.folder.write(Self.writing("second"), to: Self.file)
                try await until("'second' is answered") { try await word(stage) == "second" }
                #expect(try await problems(stage) == wrong)
                let changes = try await stage.host.call("POST", "/v1/reload").json["changes"]
                #expect(changes == [])
                try stage.folder.write(good, to: file)
                try await until("there is no problem") { try await problems(stage) == ["loaded"] }
            }
        )
    }

    @Test func componentsComeAndGo() async throws {
        try await withMade { stage in
            try stage.folder.write(Self.writing("new"), to: "apps/made/modules/more/communication.iml.json")
            try stage.folder.write(#"{"moduleType": "action"}"#, to: "apps/made/modules/more/module.json")
            try await until("the new module answers") { try await stage.host.run("made", "more").status == 200 }
            try FileManager.default.removeItem(atPath: stage.folder.path + "/apps/made/modules/more")
            try await until("the removed module is gone") {
                try await stage.host.run("made", "more").status == 404
            }
            try FileManager.default.removeItem(atPath: stage.folder.path + "/apps/made")
            try await until("the removed app is gone") {
                try await stage.host.call("GET", "/v1/apps/made").status == 404
            }
        }
    }

    @Test func oneBadBundleStopsNoOther() async throws {
        try await withStage(
            samples: ["exchange-rates"],
            prepare: { folder, _ in
                try folder.write(#"{"fileVersion": 1, "components": "#, to: "apps/bad/makecomapp.json")
            }
        ) { stage in
            #expect(stage.host.greeting.contains("2 apps (1 with problems)"), "\(stage.host.greeting)")
            let answer = try await stage.host.run("exchange-rates", "convert", ["amount": 1000])
            try #require(answer.status == 200, "\(answer.text)")
            #expect(try answer.json["bundles"].element(at: 1)["text"] == "1,000.00 EUR = 1,084.20 USD")
            let bad = try await stage.host.call("GET", "/v1/apps/bad").json
            #expect(bad["status"] == "failed")
            #expect(bad["diagnostics"].element(at: 1)["line"] == 1)
        }
    }
}
