import Foundation
import IML
import Testing

/// What functions on texts give and spend is bounded.
struct TextLimitTests {
    private func call(_ name: String, _ arguments: [Value], bytes: Int = 64 << 20, steps: Int = 50_000_000) throws
        -> Value
    {
        try FunctionCatalog.call(
            name,
            arguments,
            in: Scope(limits: EvaluationLimits(outputBytes: bytes, steps: steps))
        )
    }

    @Test(
        arguments: [
            ("replace", ["aaaaaaaaaa", "a", "bbbbbbbbbb"]), ("escapeHTML", ["\"\"\"\"\"\"\"\"\"\""]),
            ("encodeURL", ["čččččččččč"]),
            ("join", [["aaaaaaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbbbbbb"], "--"]),
            ("base64", ["aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"]),
            ("replaceEmojiCharacters", ["👋👋👋👋👋", "xxxxxxxxxx"]),
            ("createJSON", [["aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"]]),
            ("formatDate", ["2024-01-31", "[aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa]"]),
        ] as [(String, [Value])]
    )
    func outputIsBounded(_ name: String, _ arguments: [Value]) throws {
        #expect(try call(name, arguments) != .null)
        #expect {
            try call(name, arguments, bytes: 32)
        } throws: { ($0 as? EvaluationError)?.limit == "output" }
    }

    @Test func aReplacementIsNotBuiltBeyondTheLimit() throws {
        let text = Value.text(String(repeating: "a", count: 1_000_000))
        let before = Self.peakBytes
        for reference in ["$&", "$1", "$`$'$&"] {
            #expect {
                try call("replace", [text, "/(a+)/", .text(String(repeating: reference, count: 1_000))])
            } throws: { ($0 as? EvaluationError)?.limit == "output" }
        }
        #expect(Self.peakBytes - before < 1 << 30)
    }

    private static var peakBytes: Int {
        var usage = rusage()
        #if os(Linux)
            getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
            return usage.ru_maxrss << 10
        #else
            getrusage(RUSAGE_SELF, &usage)
            return usage.ru_maxrss
        #endif
    }

    @Test(.timeLimit(.minutes(1)))
    func aFilterByManyTextsTakesOneLookForEachElement() throws {
        let rows = Value.array((0..<40_000).map { ["id": .text("row \($0)")] })
        let wanted = (20_000..<60_000).map { Value.text("row \($0)") } + ["e\u{301}"]
        let found = try call("map", [rows, "id", "id", .array(wanted)])
        #expect(found == .array((20_000..<40_000).map { .text("row \($0)") }))
        #expect(try call("map", [[["id": "\u{E9}"]], "id", "id", .array(wanted)]) == [])
    }

    @Test func piecesOfATextAreCounted() throws {
        let commas = Value.text(String(repeating: ",", count: 10_000))
        #expect(try call("split", [commas, ",", true]).asArray?.count == 10_001)
        for separator: Value in [",", ""] {
            #expect {
                try call("split", [commas, separator], steps: 5_000)
            } throws: { ($0 as? EvaluationError)?.limit == "steps" }
        }
    }

    /// The worst there is for a search that compares at every position: here it would take hours.
    @Test(arguments: ["a", "č"])
    func aLongTextIsSoonLookedFor(_ letter: String) throws {
        let whole = Value.text(String(repeating: letter, count: 1_000_000))
        let half = String(repeating: letter, count: 400_000)
        #expect(try call("indexOf", [whole, .text(half + "x")]) == -1)
        #expect(try call("indexOf", [whole, .text(half)]) == 0)
        #expect(try call("contains", [whole, .text(half + "x")]) == false)
        #expect(try call("split", [whole, .text("x" + half)]).asArray?.count == 1)
        #expect(try call("replace", [whole, .text(half), ""]) == .text(String(repeating: letter, count: 200_000)))
    }

    @Test(arguments: ["ab{{replace(parameters.a, 'x', parameters.b)}}", "ab{{upper(parameters.b)}}|"])
    func aTextTooLongIsToldWhereItIsMade(_ template: String) throws {
        var scope = Scope(limits: EvaluationLimits(outputBytes: 32))
        scope["parameters"] = ["a": "xx", "b": .text(String(repeating: "b", count: 31))]
        #expect {
            try Template(template).evaluate(in: scope)
        } throws: { ($0 as? EvaluationError)?.limit == "output" && ($0 as? EvaluationError)?.column == 5 }
    }

    @Test func errorsShowTheStartOfALongValueOnly() {
        #expect {
            try call("decodeURL", [.text("%" + String(repeating: "x", count: 10_000))])
        } throws: { error in
            let message = (error as? EvaluationError)?.message ?? ""
            return message.hasPrefix("decodeURL: argument 1 has to be") && message.utf8.count < 300
        }
    }
}
