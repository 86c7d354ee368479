import IML
import PatchbayTesting
import Testing

@testable import PatchbayHost

struct CommandInputTests {
    @Test func pairsWinOverTheObject() throws {
        let fields = try CommandInput.parameters(["a=1", "b=x=y", "c="], over: ["a": 0, "d": true], environment: [:])
        #expect(fields == ["a": "1", "d": true, "b": "x=y", "c": ""])
    }

    @Test func valuesComeFromFilesAndTheEnvironment() throws {
        let directory = try TemporaryDirectory()
        try directory.write("secret\n", to: "key")
        let fields = try CommandInput.parameters(
            ["file=@\(directory("key"))", "variable=$KEY", "at=@@home", "dollar=$$5", "sign=@"],
            environment: ["KEY": "hidden"]
        )
        #expect(fields == ["file": "secret", "variable": "hidden", "at": "@home", "dollar": "$5", "sign": "@"])
    }

    @Test func whatIsMissingIsNamed() {
        let file = #expect(throws: CommandFailure.self) {
            try CommandInput.parameters(["a=@/nowhere/at-all"], environment: [:])
        }
        #expect(file?.message == "/nowhere/at-all: there is no such file")
        let variable = #expect(throws: CommandFailure.self) {
            try CommandInput.parameters(["a=$NOT_SET"], environment: [:])
        }
        #expect(variable?.message == "-p '$NOT_SET': the environment has no variable 'NOT_SET'")
    }

    @Test func brokenJSONIsNamedWithItsPlace() throws {
        let directory = try TemporaryDirectory()
        try directory.write("{\n]", to: "input.json")
        let failure = #expect(throws: CommandFailure.self) { try CommandInput.object(directory("input.json")) }
        #expect(failure?.message.hasPrefix(directory("input.json") + ":2:1: ") == true)
        #expect(failure?.exitCode == .usage)
    }

    @Test func segmentsOfPathsAreEncoded() {
        #expect("a b/c?ü".asPathSegment == "a%20b%2Fc%3F%C3%BC")
    }

    @Test func aFreePortCanBeListenedOn() throws {
        let port = try #require(FreePort.number(on: "127.0.0.1"))
        #expect((1...65_535).contains(port))
        #expect(FreePort.number(on: "203.0.113.1") == nil)
    }
}
