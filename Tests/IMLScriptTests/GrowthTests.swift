import IML
import IMLScript
import PatchbayTesting
import Testing

/// What goes to the worker and comes back is written and read in time that grows with its length.
struct GrowthTests {
    @Test(arguments: [
        TextReading("value on the wire") { text in
            let value: Value = [text: [.text(text), .undefined], "date": .date(Timestamp(millisecondsSinceEpoch: 0))]
            _ = try ValueText(value).value()
        },
        TextReading("value of the worker", in: ["[…]", "[{\"…\": 1}, [\"u\", 0, \"…\"]]"]) {
            _ = try ValueText(bytes: Array($0.utf8)).value()
        },
        TextReading("reply of the worker") { _ = try WorkerReply(bytes: Array($0.utf8)) },
    ])
    func workGrowsNoFasterThanTheText(_ reading: TextReading) {
        #expect(reading.excesses().isEmpty)
    }

    @Test func workGrowsNoFasterThanWhatIsNotJSON() {
        let growth = GrowthProbe.standard.excess(
            "dates on the wire",
            input: { bytes in
                Value.array((0..<bytes / 24).map { .date(Timestamp(millisecondsSinceEpoch: Int64($0))) })
            },
            { value in _ = try ValueText(value).value() }
        )
        #expect(growth == nil)
    }
}
