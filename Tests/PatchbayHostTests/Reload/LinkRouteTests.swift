import PatchbayTesting
import Testing

@testable import PatchbayHost

struct LinkRouteTests {
    private func stops(to path: String, from directory: TemporaryDirectory) -> [String] {
        LinkRoute.stops(to: path, from: directory.path).map { stop in
            "\(stop.directory.dropFirst(directory.path.count)) \(stop.name)"
        }
    }

    @Test func everyLinkOnTheWayAndTheEndAreStops() throws {
        let directory = try TemporaryDirectory()
        try directory.write("1", to: "releases/7/app/base.iml.json")
        try directory.link("current", to: "releases/./7")
        try directory.link("way", to: "./releases/../current/app")
        #expect(stops(to: "way", from: directory) == [" way", " current", "/releases/7 app"])
        #expect(stops(to: directory("current"), from: directory) == [" current", "/releases 7"])
        #expect(stops(to: "releases/7", from: directory) == ["/releases 7"])
    }

    @Test func whatIsMissingIsTheLastStop() throws {
        let directory = try TemporaryDirectory()
        try directory.link("late", to: "nowhere/app")
        #expect(stops(to: "late", from: directory) == [" late", " nowhere"])
    }

    @Test func aCircleOfLinksEnds() throws {
        let directory = try TemporaryDirectory()
        try directory.link("one", to: "two")
        try directory.link("two", to: "one")
        #expect(stops(to: "one", from: directory).count == 40)
    }

    @Test func nothingIsAboveTheTop() {
        #expect(LinkRoute.stops(to: "../../..", from: "/") == [])
    }
}
