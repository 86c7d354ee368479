import Foundation
import PatchbayText
import Testing

@testable import IML

struct ZoneTests {
    @Test(arguments: [
        "UTC", "Z", "+02:00", "-0330", "+2", "UTC+2", "GMT-05:00", "Europe/Prague", "America/Argentina/Buenos_Aires",
    ])
    func findsZonesByEveryKindOfName(_ name: String) {
        #expect(Zone(name) != nil)
    }

    @Test(arguments: [
        "", "Europe/Atlantis", "../../etc/passwd", "/etc/passwd", "Europe/../Europe/Prague", "Europe", "+25:00",
        "+02:60", "+2:3", "+", "a\0b",
        String(repeating: "A", count: 10_000),
    ])
    func takesNothingElseForAZone(_ name: String) {
        #expect(Zone(name) == nil)
    }

    @Test func readsTheZoneOfAnEnvironment() {
        let noon = Timestamp(millisecondsSinceEpoch: 1_720_000_000_000)
        #expect(Zone(environment: ["timezone": "Asia/Tokyo"]).offsetSeconds(at: noon) == 32_400)
        #expect(Zone(environment: ["timezone": "Nowhere/Land"]).offsetSeconds(at: noon) == 0)
        #expect(Zone(environment: .undefined).offsetSeconds(at: noon) == 0)
    }

    /// Foundation's own database stands in where files cannot be read; both have to say the same.
    @Test(arguments: ["Europe/Prague", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia"])
    func agreesWithFoundationFromFilesAndWithoutThem(_ name: String) throws {
        let zone = try #require(Zone(name))
        let foundation = try #require(TimeZone(identifier: name))
        let sampled = Zone(table: try #require(ZoneTable(sampling: foundation)))
        for day in stride(from: 0.0, to: 25_000, by: 13) {
            let moment = Timestamp(secondsSinceEpoch: day * 86_400 + 3_600)
            let wanted = foundation.secondsFromGMT(for: Date(timeIntervalSince1970: moment.secondsSinceEpoch))
            #expect(zone.offsetSeconds(at: moment) == wanted)
            #expect(sampled.offsetSeconds(at: moment) == wanted)
        }
    }

    @Test func keepsABoundedNumberOfZones() {
        for number in 0..<3_000 { _ = Zone("No/Zone\(number)") }
        #expect(ZoneCache.kept.count <= 1_024)
        #expect(Zone("Europe/Prague") != nil)
    }

    @Test(arguments: [
        "CET-1CEST,M3.5.0,M10.5.0/3", "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", "EST5EDT", "X",
        "CET-1CEST,M13.1.0,M10.5.0", "CET-1CEST,", "<+1",
        "CET-99999999999",
    ])
    func readsRulesOrRefusesThem(_ text: String) {
        let isGood = text.hasSuffix("/3") || text.hasPrefix("<+1030>")
        #expect((ZoneRule(posix: text) != nil) == isGood)
    }

    @Test func refusesDamagedFiles() throws {
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: "/usr/share/zoneinfo/Europe/Prague")))
        #expect(ZoneTable(file: bytes) != nil)
        for length in stride(from: 0, to: bytes.count - 60, by: 7) {
            #expect(ZoneTable(file: Array(bytes[..<length])) == nil)
        }
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<500 {
            var damaged = bytes
            damaged[Int.random(in: 0..<100, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            _ = ZoneTable(file: damaged)?.offset(at: 1_700_000_000)
        }
    }

    @Test func isReadByManyAtOnce() async {
        let names = ["Europe/Prague", "Asia/Tokyo", "America/New_York", "Africa/Cairo"]
        let offsets = await withTaskGroup(of: Int?.self) { group in
            for index in 0..<200 {
                group.addTask { Zone(names[index % 4])?.offsetSeconds(at: Timestamp(secondsSinceEpoch: 1_700_000_000)) }
            }
            return await group.reduce(into: Set<Int?>()) { $0.insert($1) }
        }
        #expect(offsets == [3_600, 32_400, -18_000, 7_200])
    }
}
