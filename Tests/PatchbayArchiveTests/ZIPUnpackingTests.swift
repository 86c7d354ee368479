import Foundation
import PatchbayTesting
import Testing

@testable import PatchbayArchive

@Suite("Unpacking ZIP files")
struct ZIPUnpackingTests {
    private let directory: TemporaryDirectory
    private let target: String

    init() throws {
        directory = try TemporaryDirectory()
        target = directory("target")
        try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: false)
    }

    private func unpack(_ entries: [ZIPFile.Entry], limits: ArchiveLimits = .default) throws {
        let file = directory("a.zip")
        try ZIPFile.write(entries, to: file)
        try ZIPUnpacking.unpack(file, into: target, limits: limits)
    }

    /// What unpacking some entries fails with.
    private func failure(_ entries: [ZIPFile.Entry], limits: ArchiveLimits = .default) throws -> String {
        let error = #expect(throws: ArchiveError.self) { try unpack(entries, limits: limits) }
        return try #require(error).description
    }

    private func content(_ path: String) -> String? {
        FileManager.default.contents(atPath: target + "/" + path).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Everything beside the target and the archive that unpacking has left.
    private var strangers: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: directory.path)) ?? []).filter {
            !["target", "a.zip"].contains($0)
        }
    }

    @Test func unpacksFilesAndDirectories() throws {
        let large = String(repeating: "0123456789", count: 30_000)
        try unpack([
            .directory("app/"), .text("app/base.imljson", "{}"), .text("app/modules/é/api.imljson", "[]"),
            .text("app/large.txt", large), .directory("app/empty/"), .text("__MACOSX/app/._base.imljson", "x"),
            .text("app/.DS_Store", "x"),
        ])
        #expect(content("app/base.imljson") == "{}")
        #expect(content("app/modules/é/api.imljson") == "[]")
        #expect(content("app/large.txt") == large)
        var isDirectory: ObjCBool = false
        #expect(FileManager.default.fileExists(atPath: target + "/app/empty", isDirectory: &isDirectory))
        #expect(isDirectory.boolValue)
        #expect(content("__MACOSX/app/._base.imljson") == nil)
        #expect(content("app/.DS_Store") == nil)
    }

    @Test(arguments: [
        "../evil.txt", "app/../../evil.txt", "/evil.txt", "app//evil.txt", "app/./evil.txt", "..\\evil.txt",
        "C:evil.txt",
        "app/a\nb", String(repeating: "a/", count: 40) + "b", String(repeating: "x", count: 300),
    ])
    func refusesPathsThatLeadOut(path: String) throws {
        let failure = try failure([.text("good.txt", "x"), .text(path, "evil")])
        #expect(failure.contains("has a path that leads out of the archive"))
        #expect(strangers == [])
        #expect(!FileManager.default.fileExists(atPath: "/evil.txt"))
    }

    @Test func refusesLinks() throws {
        let outside = directory("outside")
        try FileManager.default.createDirectory(atPath: outside, withIntermediateDirectories: false)
        let failure = try failure([.link("app", to: outside), .text("app/evil.txt", "x")])
        #expect(failure == "The entry 'app' is a link or a special file; an app has files and directories only")
        #expect(try FileManager.default.contentsOfDirectory(atPath: outside) == [])
        #expect(try FileManager.default.contentsOfDirectory(atPath: target) == [])
    }

    @Test func refusesNamesThatComeTwice() throws {
        #expect(try failure([.text("a", "1"), .text("a", "2")]).contains("cannot be written: File exists"))
        #expect(content("a") == "1")
        #expect(try failure([.text("b", "1"), .text("b/c", "2")]).contains("cannot be made"))
    }

    @Test func takesNoMoreEntriesThanTheLimit() throws {
        let limits = ArchiveLimits(entries: 3)
        try unpack([.directory("d/"), .text("d/a", ""), .text("d/b", "")], limits: limits)
        #expect(
            try failure([.text("1", ""), .text("2", ""), .text("3", ""), .text("4", "")], limits: limits)
                == "The archive has more than 3 entries; an app has fewer"
        )
        #expect(content("4") == nil)
    }

    @Test func takesNoMoreBytesThanTheLimit() throws {
        let limits = ArchiveLimits(bytes: 200_000)
        let half = [UInt8](repeating: 7, count: 100_000)
        #expect(
            try failure([.file("a", half), .file("b", half), .file("c", [1])], limits: limits)
                == "The archive holds more than 200000 bytes, at 'c'; an app is smaller"
        )
    }

    @Test func aBombIsRefusedBeforeItIsWritten() throws {
        let zeros = [UInt8](repeating: 0, count: 24 << 20)
        #expect(
            try failure([.file("bomb", zeros)])
                == "The archive unpacks to more than 100 times its size, at 'bomb'; no app does"
        )
        let written = try FileManager.default.attributesOfItem(atPath: target + "/bomb")[.size] as? Int
        #expect(try #require(written) < 6 << 20)
    }

    @Test func refusesWhatIsNoZIPFileOrDamaged() throws {
        let file = directory("a.zip")
        try Data("PK\u{3}\u{4} is no archive".utf8).write(to: URL(fileURLWithPath: file))
        #expect(throws: ArchiveError.self) { try ZIPUnpacking.unpack(file, into: target) }
        #expect(throws: ArchiveError.self) { try ZIPUnpacking.unpack(directory("none.zip"), into: target) }

        let text = (0..<5_000).map { String($0 &* 2_654_435_761) }.joined()
        try ZIPFile.write([.text("a.txt", text)], to: file)
        var bytes = try Data(contentsOf: URL(fileURLWithPath: file))
        for index in 2_000..<2_040 { bytes[index] ^= 0xFF }
        try bytes.write(to: URL(fileURLWithPath: file))
        let error = #expect(throws: ArchiveError.self) { try ZIPUnpacking.unpack(file, into: target) }
        #expect(error?.description.contains("is damaged") == true)

        try bytes.prefix(bytes.count / 2).write(to: URL(fileURLWithPath: file))
        #expect(throws: ArchiveError.self) { try ZIPUnpacking.unpack(file, into: target) }
    }

    @Test func knowsAZIPFileByItsBeginning() throws {
        #expect(ZIPUnpacking.isZIP([0x50, 0x4B, 0x03, 0x04, 0x14]))
        #expect(!ZIPUnpacking.isZIP([0x50, 0x4B]))
        #expect(!ZIPUnpacking.isZIP(Array("{}".utf8)))
    }
}
