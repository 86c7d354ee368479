import IML
import Testing

struct TemplateTreeTests {
    private func object(_ entries: [(TemplateTree.Entry.Key, TemplateTree)]) -> TemplateTree {
        .object(entries.map { TemplateTree.Entry(key: $0.0, value: $0.1) })
    }

    private func template(_ source: String) throws -> TemplateTree { .template(try Template(source)) }

    private let scope: Scope = {
        var scope = Scope()
        scope[.body] = ["a": 1, "b": ["c": 2], "none": .null]
        return scope
    }()

    @Test func valuesKeepTheirTypesDeeply() throws {
        let tree = object([
            (.text("x"), try template("{{body.a}}")),
            (.text("list"), .array([.constant("s"), try template("{{body.b}}"), try template("n{{body.a}}")])),
        ])
        #expect(try tree.evaluate(in: scope) == ["x": 1, "list": ["s", ["c": 2], "n1"]])
    }

    @Test func undefinedDropsAMemberAndStaysAnElement() throws {
        let tree = object([
            (.text("gone"), try template("{{body.nowhere}}")),
            (.text("null"), try template("{{body.none}}")),
            (.text("list"), .array([try template("{{ignore}}"), .constant(1)])),
        ])
        let value = try tree.evaluate(in: scope)
        #expect(value.asFields?.keys == ["null", "list"])
        #expect(value["null"].isNull)
        #expect(value["list"] == [.undefined, 1])
        #expect(value.jsonText() == #"{"null":null,"list":[null,1]}"#)
    }

    @Test func aSpreadSplicesACollectionInAndLaterKeysWin() throws {
        let tree = object([
            (.text("a"), .constant("first")), (.spread, try template("{{body}}")), (.text("b"), .constant("last")),
        ])
        #expect(try tree.evaluate(in: scope).jsonText() == #"{"a":1,"b":"last","none":null}"#)
    }

    @Test func aLaterUndefinedTakesASplicedMemberOut() throws {
        let tree = object([(.spread, try template("{{body}}")), (.text("a"), try template("{{ignore}}"))])
        #expect(try tree.evaluate(in: scope).asFields?.keys == ["b", "none"])
    }

    @Test func aSpreadOfNothingIsNothing() throws {
        let tree = object([(.spread, try template("{{body.none}}")), (.spread, try template("{{body.x}}"))])
        #expect(try tree.evaluate(in: scope) == [:])
    }

    @Test func aSpreadOfAnythingElseIsAnError() throws {
        let tree = object([(.spread, try template("{{body.a}}"))])
        let error = #expect(throws: EvaluationError.self) { try tree.evaluate(in: scope) }
        #expect(error?.message == "`{{...}}` has to be given a collection, not a number.")
    }

    @Test func keysAreEvaluated() throws {
        let tree = object([
            (.template(try Template("k{{body.a}}")), .constant(1)),
            (.template(try Template("{{body.none}}")), .constant(2)),
        ])
        #expect(try tree.evaluate(in: scope) == ["k1": 1])
    }

    @Test func aTreeKnowsWhetherItCallsFunctionsOfTheApp() throws {
        let call = try Template("{{upper(double(1))}}", functions: FunctionNames(custom: ["double"]))
        #expect(object([(.text("a"), .array([.template(call)]))]).callsAppFunctions)
        #expect(object([(.template(call), .constant(1))]).callsAppFunctions)
        #expect(!object([(.text("a"), try template("{{upper(body)}}"))]).callsAppFunctions)
    }
}
