import IML
import Testing

struct FunctionCatalogTests {
    @Test(arguments: FunctionCatalog.entries)
    func everyFunctionIsDescribed(_ entry: FunctionCatalog.Entry) {
        #expect(entry.signature.hasPrefix(entry.name + "("))
        #expect(entry.signature.hasSuffix(")"))
        #expect(entry.summary.hasSuffix("."))
    }

    @Test func noNameIsTakenTwice() {
        let names = FunctionCatalog.entries.map(\.name)
        #expect(Set(names).count == names.count)
    }

    @Test(arguments: FunctionCatalog.entries)
    func argumentsThatAreMissingOrTooManyNeverCrash(_ entry: FunctionCatalog.Entry) {
        let odd: [Value] = [
            .undefined, .null, true, 0, -1, 1.5, "", "text", .date(Timestamp(millisecondsSinceEpoch: 0)),
            .binary(Binary([0xFF])), [], [1, [2]], [:], ["a": 1],
        ]
        for first in odd {
            for second in odd {
                for arguments in [[], [first], [first, second], [first, second, second, first, second, first]] {
                    let outcome = Result { () throws(EvaluationError) in
                        try FunctionCatalog.call(entry.name, arguments, in: Scope())
                    }
                    if case .failure(let error) = outcome { #expect(!error.message.isEmpty) }
                }
            }
        }
    }

    @Test func argumentsBeyondTheLastAreNotLookedAtAsInJavaScript() throws {
        #expect(try FunctionCatalog.call("abs", [-1, 0, [1]], in: Scope()) == 1)
        #expect(try FunctionCatalog.call("abs", [], in: Scope()).isNull)
        let error = #expect(throws: EvaluationError.self) { try FunctionCatalog.call("nosuch", [], in: Scope()) }
        #expect(error?.message == "There is no function nosuch.")
    }

    @Test func theLanguageHasTheFunctionsItPromises() {
        let promised = """
            if ifempty switch get pick omit object array isArray round floor ceil trunc abs min max sum average median \
            stdevS stdevP parseNumber formatNumber add remove map sort reverse shuffle slice merge flatten contains \
            distinct deduplicate arrayDifference keys toCollection toArray first last append pop shift length lower upper \
            capitalize startcase trim substring indexOf replace replaceEmojiCharacters split join base64 md5 sha1 sha256 \
            sha512 ascii toString toBinary encodeURL decodeURL stripHTML escapeHTML escapeMarkdown parseDate formatDate \
            addSeconds addMinutes addHours addDays addMonths addYears setSecond setMinute setHour setDate setDay setMonth \
            setYear dateDifference dateDiff parseJSON createJSON parseXML createXML jwt cryptoSign mime errorFactory
            """
        let names = FunctionNames.builtins
        for name in promised.split(separator: " ") { #expect(names.contains(String(name)), "\(name)") }
    }
}
