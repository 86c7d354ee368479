import PatchbayText
import Testing

@testable import IML

struct DateReaderTests {
    @Test func readsNumbersAsSecondsOrMillisecondsByTheirSize() {
        #expect(Timestamp(dateLike: 1_700_000_000)?.iso8601 == "2023-11-14T22:13:20.000Z")
        #expect(Timestamp(dateLike: 1_700_000_000_000)?.iso8601 == "2023-11-14T22:13:20.000Z")
        #expect(Timestamp(dateLike: "1700000000")?.iso8601 == "2023-11-14T22:13:20.000Z")
        #expect(Timestamp(dateLike: .null) == nil)
        #expect(Timestamp(dateLike: true) == nil)
        #expect(Timestamp(dateLike: [1]) == nil)
    }

    /// Nothing that is fed to the readers stops them, however broken.
    @Test func survivesAnyText() {
        var generator = SystemRandomNumberGenerator()
        let pieces = [
            "2024", "-", "W", "31", "Jan", ":", "T", "Z", "+", " ", "(", ")", "99999999999999999999", "é", "\0", "PM",
            ",", ".",
        ]
        for _ in 0..<5_000 {
            let text = (0..<Int.random(in: 0...8, using: &generator)).map { _ in
                pieces.randomElement(using: &generator) ?? ""
            }.joined()
            if let date = DateReader.date(inText: text) { #expect(date.inRange != nil) }
            _ = DateFormat(text).date(in: text, zone: .utc, now: Timestamp(millisecondsSinceEpoch: 0))
            _ = DateFormat(text).text(of: Timestamp(millisecondsSinceEpoch: 0))
        }
    }

    @Test func readsItsOwnFormatBackForEveryMoment() {
        let format = DateFormat.standard
        for step in -4_000..<4_000 {
            let moment = Timestamp(millisecondsSinceEpoch: Int64(step) * 7_777_777_777)
            #expect(format.date(in: format.text(of: moment), zone: .utc, now: moment) == moment)
            #expect(DateReader.date(inText: moment.iso8601) == moment)
        }
    }

    @Test(
        arguments: [
            ("2026-05-04T10:03:00Z", "2026-05-04T10:03:00.000Z"),
            ("2026-05-04T10:03:00.123Z", "2026-05-04T10:03:00.123Z"),
            ("2026-12-31T24:00:00Z", "2027-01-01T00:00:00.000Z"),
            ("2024-02-29T00:00:00.000Z", "2024-02-29T00:00:00.000Z"),
            ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000Z"), ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000Z"),
        ]
    )
    func readsTheFormServicesWrite(_ text: String, _ expected: String) {
        #expect(DateReader.date(inText: text)?.iso8601 == expected)
    }

    @Test(
        arguments: [
            "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z", "2026-05-04T25:00:00Z",
            "2026-05-04T10:60:00Z", "2026-05-04T10:03:61Z", "2026-05-04T10:03:0xZ", "2O26-05-04T10:03:00Z",
            "2026-05-04T10:03:00:123Z", "2026-05-04T10-03-00Z",
        ]
    )
    func readsNoDateThatIsNone(_ text: String) {
        #expect(DateReader.date(inText: text) == nil)
    }

    @Test func keepsABoundedNumberOfFormats() {
        for number in 0..<2_000 { _ = DateFormat.cached("YYYY [\(number)]") }
        #expect(DateFormat.cache.count <= 256)
    }

    @Test func extremesAreErrorsRatherThanOverflows() {
        for function in ["addSeconds", "addDays", "addMonths", "addYears", "setYear", "setMonth", "setHour"] {
            for amount: Value in [9_007_199_254_740_991, -9_007_199_254_740_991, .number(Number("1e300") ?? .zero)] {
                #expect(throws: EvaluationError.self) {
                    try FunctionCatalog.call(
                        function,
                        [.date(Timestamp(millisecondsSinceEpoch: 0)), amount],
                        in: Scope()
                    )
                }
            }
        }
    }
}

extension DateFormat {
    /// The text of a moment in UTC.
    fileprivate func text(of moment: Timestamp) -> String {
        String.written { append(moment, in: .utc, to: &$0) }
    }
}
