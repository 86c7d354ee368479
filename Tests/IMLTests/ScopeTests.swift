import IML
import Testing

struct ScopeTests {
    @Test func changingACopyDoesNotChangeTheOriginal() {
        var original = Scope()
        original[.body] = ["a": 1]
        var copy = original
        copy[.body]["a"] = 2
        copy["any name"] = 3
        #expect(original[.body] == ["a": 1])
        #expect(original["any name"].isUndefined)
        #expect(copy[.body] == ["a": 2])
        #expect(copy["any name"] == 3)
    }

    @Test func settingUndefinedTakesAVariableOut() {
        var scope = Scope()
        scope["mine"] = 1
        scope["mine"] = .undefined
        #expect(scope["mine"].isUndefined)
        scope[.temp] = ["a": 1]
        scope[.temp]["a"] = .undefined
        #expect(scope[.temp] == [:])
    }

    @Test func chanceComesFromTheScope() throws {
        let scope = Scope(randomBytes: { [UInt8](repeating: 0xFF, count: $0) })
        #expect(try Template("{{uuid}}").evaluate(in: scope) == "ffffffff-ffff-4fff-bfff-ffffffffffff")
        let random = try Template("{{random}}").evaluate(in: scope)
        #expect((random.asDouble ?? 2) < 1 && (random.asDouble ?? 0) > 0.999)
        #expect(try Template("{{shuffle(array(1, 2, 3))}}").evaluate(in: scope) == [1, 2, 3])
    }

    @Test func aShuffleKeepsEveryElement() throws {
        var scope = Scope()
        scope["a"] = .array((1...50).map { Value($0) })
        let shuffled = try Template("{{shuffle(a)}}").evaluate(in: scope)
        #expect(shuffled != scope["a"])
        #expect(try Template("{{sort(shuffle(a))}}").evaluate(in: scope) == scope["a"])
    }

    @Test func theWordsForTheCallAreTheScopes() throws {
        let scope = Scope(now: Timestamp(millisecondsSinceEpoch: -1), executionId: "e1")
        #expect(try Template("{{executionId}}").evaluate(in: scope) == "e1")
        #expect(try Template("{{timestamp}}").evaluate(in: scope) == -1)
        #expect(try Template("{{now}}").evaluate(in: scope) == .date(Timestamp(millisecondsSinceEpoch: -1)))
    }
}
