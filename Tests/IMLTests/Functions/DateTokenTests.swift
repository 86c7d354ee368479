import IML
import Testing

/// The tokens of moment.js beyond the common ones; the values are moment's.
struct DateTokenTests {
    private func evaluate(_ source: String) throws -> Value {
        let scope = Scope(now: Timestamp(millisecondsSinceEpoch: 1_717_333_200_000))
        return try Template("{{\(source)}}").evaluate(in: scope)
    }

    @Test(arguments: [
        ("Y", "2024"), ("Qo", "4th"), ("Mo", "12th"), ("DDDo", "365th"), ("do", "1st"), ("w", "1"), ("wo", "1st"),
        ("ww", "01"), ("gg", "25"), ("gggg", "2025"), ("Wo", "1st"), ("GG", "25"), ("k", "24"), ("kk", "24"),
        ("SSSS", "1230"), ("SSSSSS", "123000"), ("SSSSSSSSS", "123000000"), ("YYYY-[W]W", "2024-W1"),
    ])
    func areWritten(_ token: String, _ expected: String) throws {
        #expect(try evaluate("formatDate('2024-12-30T00:05:09.123Z', '\(token)')") == .text(expected))
    }

    @Test(arguments: [
        ("2024-06-02T13:00:00Z", "w k gggg", "23 13 2024"), ("2023-12-31T01:00:00Z", "ww gg W GG", "01 24 52 23"),
        ("2021-01-02T00:00:00Z", "w gggg W GGGG", "1 2021 53 2020"), ("2022-12-31T00:00:00Z", "w gggg", "53 2022"),
    ])
    func weeksBelongToTheirYear(_ date: String, _ format: String, _ expected: String) throws {
        #expect(try evaluate("formatDate('\(date)', '\(format)')") == .text(expected))
    }

    @Test(arguments: [
        ("2024 Q3", "YYYY [Q]Q", "2024-07-01T00:00:00.000Z"),
        ("2025-W01-1", "GGGG-[W]WW-E", "2024-12-30T00:00:00.000Z"),
        ("2020-W53", "GGGG-[W]WW", "2020-12-28T00:00:00.000Z"),
        ("25-02-01", "YYYY-MM-DD", "2025-02-01T00:00:00.000Z"), ("70", "YYYY", "1970-01-01T00:00:00.000Z"),
        ("2024/3", "Y/M", "2024-03-01T00:00:00.000Z"), ("24:05", "kk:mm", "2024-06-02T00:05:00.000Z"),
        ("2024-01-02 03:04:05.123456", "YYYY-MM-DD HH:mm:ss.SSSSSS", "2024-01-02T03:04:05.123Z"),
    ])
    func areRead(_ text: String, _ format: String, _ expected: String) throws {
        let value = try evaluate("parseDate('\(text)', '\(format)')")
        #expect(value.asDate?.iso8601 == expected)
    }

    @Test(arguments: [
        ("2021-W53", "GGGG-[W]WW"), ("2025-W00", "GGGG-[W]WW"), ("2024 Q5", "YYYY [Q]Q"), ("25:00", "kk:mm"),
        ("123", "YYYY"), ("3", "w"),
    ])
    func whatNamesNoDateIsRefused(_ text: String, _ format: String) {
        #expect(throws: EvaluationError.self) { try evaluate("parseDate('\(text)', '\(format)')") }
    }
}
