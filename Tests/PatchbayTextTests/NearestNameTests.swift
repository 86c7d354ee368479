import Testing

@testable import PatchbayText

struct NearestNameTests {
    private static let names = ["headers", "method", "listItems", "type", "url"]

    @Test(arguments: [
        ("header", "headers"), ("HEADERS", "headers"), ("mehtod", "method"), ("listItem", "listItems"),
        ("tpye", "type"),
        ("uri", "url"), ("ul", "url"), ("body", nil), ("", nil), ("headers", nil),
    ])
    func findsWhatWasMeant(name: String, meant: String?) {
        #expect(NearestName.near(name, among: Self.names) == meant)
    }

    @Test func asksInOneWay() {
        #expect(NearestName.ending(for: "header", among: Self.names) == "; did you mean 'headers'?")
        #expect(NearestName.question(for: "header", among: Self.names) == " Did you mean 'headers'?")
        #expect(NearestName.ending(for: "body", among: Self.names) == "")
        #expect(NearestName.question(for: "body", among: Self.names) == "")
    }

    @Test func theFirstOfSeveralIsTheSameEveryTime() {
        #expect(NearestName.near("kez", among: Set(["key", "keg", "kea"])) == "kea")
    }

    @Test func nobodyMistypesALongName() {
        let long = String(repeating: "a", count: 101)
        #expect(NearestName.near(long, among: [long + "b", String(long.dropLast())]) == nil)
        #expect(NearestName.near("a", among: [long]) == nil)
    }

    @Test func amongManyNamesTheWorkIsBounded() {
        let names = (0..<100_000).map { "name\($0 + 100_000)" }
        #expect(NearestName.near("name10000", among: names) == "name100000")
    }
}
