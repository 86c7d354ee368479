import PatchbayBundle
import PatchbayRuntime
import PatchbayTesting
import Synchronization
import Testing

@testable import PatchbayHost

struct AppLibraryTests {
    private func library(_ directory: TemporaryDirectory) -> AppLibrary {
        AppLibrary(root: directory("apps"), reader: BundleOpening.reader())
    }

    @Test func everyReadingSaysWhatChanged() throws {
        let directory = try TemporaryDirectory()
        try SampleBundle.write("one", into: directory)
        let library = library(directory)
        #expect(library.reload().map { "\($0.kind) \($0.app)" } == ["loaded one"])
        #expect(library.reload().isEmpty)
        try SampleBundle.write("two", into: directory)
        try directory.write(SampleBundle.greet("other"), to: "apps/one/greet.iml.json")
        #expect(library.reload().map { "\($0.kind) \($0.app)" } == ["changed one", "loaded two"])
        try directory.remove("apps/one")
        #expect(library.reload().map { "\($0.kind) \($0.app)" } == ["removed one"])
        #expect(library.catalog.all.map(\.name) == ["two"])
    }

    @Test func onlyTheBundleThatChangedIsReadAgain() throws {
        let directory = try TemporaryDirectory()
        try SampleBundle.write("one", into: directory)
        try SampleBundle.write("two", into: directory)
        let library = library(directory)
        library.reload()
        try directory.write(SampleBundle.greet("a"), to: "apps/one/greet.iml.json")
        try directory.write(SampleBundle.greet("b"), to: "apps/two/greet.iml.json")
        #expect(library.reload([directory("apps/two")]).map(\.app) == ["two"])
        #expect(library.reload([]).isEmpty)
        #expect(library.reload().map(\.app) == ["one"])
    }

    @Test func aModuleThatNoLongerLoadsStaysAsItWasAndTheOthersAreNew() throws {
        let directory = try TemporaryDirectory()
        try SampleBundle.write("one", into: directory)
        let library = library(directory)
        library.reload()
        try directory.write("{", to: "apps/one/greet.iml.json")
        let change = try #require(library.reload().first)
        #expect(change.problems > 0)
        let app = try #require(library.catalog["one"])
        #expect(app.status == .partial)
        #expect(app.modules["greet"]?.failures.isEmpty == true)
        #expect(app.diagnostics.contains { $0.file == "greet.iml.json" && $0.severity == .error })
    }

    @Test func aModuleThatNeverLoadedDoesNotRun() throws {
        let directory = try TemporaryDirectory()
        try SampleBundle.write("one", into: directory)
        try directory.write("{", to: "apps/one/greet.iml.json")
        let library = library(directory)
        library.reload()
        #expect(library.catalog["one"]?.modules["greet"]?.failures.isEmpty == false)
    }

    @Test func ofTwoAppsWithOneNameTheFirstCountsAndSaysSo() throws {
        let apps = AppNames.apps([
            "/apps/b": AppDefinition(name: "same", label: "second", version: "1", revision: "2", status: .loaded),
            "/apps/a": AppDefinition(name: "same", label: "first", version: "1", revision: "1", status: .loaded),
        ])
        #expect(apps.count == 1)
        #expect(apps["same"]?.label == "first")
        #expect(apps["same"]?.diagnostics.map(\.code) == ["app-name-taken"])
        #expect(apps["same"]?.diagnostics.first?.message.contains("'b'") == true)
    }

    @Test func aDirectoryThatIsABundleIsTheOnlyOne() throws {
        let directory = try TemporaryDirectory()
        try SampleBundle.write("one", into: directory)
        let library = AppLibrary(root: directory("apps/one"), reader: BundleOpening.reader())
        library.reload()
        #expect(library.catalog.all.map(\.name) == ["one"])
        try directory.write(SampleBundle.greet("other"), to: "apps/one/greet.iml.json")
        #expect(library.reload([directory("apps/one")]).map(\.app) == ["one"])
    }
}
