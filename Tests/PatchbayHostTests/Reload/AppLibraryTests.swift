import IML
import PatchbayBundle
import PatchbayRuntime
import PatchbayTesting
import PatchbayText
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

    @Test(arguments: [3, 60])
    func aSaveIsWorkOnItsOwnAppHoweverManyThereAre(count: Int) async throws {
        let directory = try TemporaryDirectory()
        for number in 0..<count {
            try SampleBundle.write("app\(number)", into: directory)
            try directory.write("function f() {}", to: "apps/coded\(number)/functions/f/f.js")
        }
        let library = AppLibrary(
            root: directory("apps"),
            reader: BundleOpening.reader(),
            problems: { _ in [] }
        )
        #expect(library.reload().count == 2 * count)
        await library.checkFunctions()
        #expect(library.work.bundles == 2 * count)

        func work(_ step: () async throws -> Void) async rethrows -> AppLibrary.Work {
            let before = library.work
            try await step()
            let after = library.work
            return AppLibrary.Work(
                directories: after.directories - before.directories,
                bundles: after.bundles - before.bundles,
                apps: after.apps - before.apps,
                functions: after.functions - before.functions
            )
        }
        let saved = try await work {
            try directory.write(SampleBundle.greet("a"), to: "apps/app1/greet.iml.json")
            #expect(library.reload([directory("apps/app1")]).map(\.app) == ["app1"])
            await library.checkFunctions()
        }
        #expect(saved == AppLibrary.Work(directories: 1, bundles: 1, apps: 1))
        let coded = try await work {
            try directory.write("function f() { return 1 }", to: "apps/coded1/functions/f/f.js")
            #expect(library.reload([directory("apps/coded1")]).map(\.app) == ["coded1"])
            await library.checkFunctions()
        }
        #expect(coded == AppLibrary.Work(directories: 1, bundles: 1, apps: 1, functions: 1))
        let added = try await work {
            try SampleBundle.write("new", into: directory)
            #expect(library.reload([directory("apps"), directory("apps/new")]).map(\.app) == ["new"])
        }
        #expect(added == AppLibrary.Work(directories: 1, bundles: 1, apps: 1))
        let removed = try await work {
            try directory.remove("apps/new")
            #expect(library.reload([directory("apps"), directory("apps/new")]).map(\.app) == ["new"])
        }
        #expect(removed == AppLibrary.Work(directories: 1, bundles: 0, apps: 1))
    }

    @Test func ofTwoAppsWithOneNameTheFirstCountsAndSaysSo() throws {
        var index = BundleIndex()
        let (first, second) = (app("same", "first"), app("same", "second"))
        #expect(index.put(second, of: "/apps/b") == ["same"])
        #expect(index.app("same")?.label == "second")
        #expect(index.put(first, of: "/apps/a") == ["same"])
        #expect(index.app("same")?.label == "first")
        #expect(index.app("same")?.diagnostics.map(\.code) == ["app-name-taken"])
        #expect(index.app("same")?.diagnostics.first?.message.contains("'b'") == true)
        #expect(index.put(app("other", "first"), of: "/apps/a") == ["same", "other"])
        #expect(index.app("same")?.label == "second")
        #expect(index.app("same")?.diagnostics.isEmpty == true)
        #expect(index.put(nil, of: "/apps/b") == ["same"])
        #expect(index.app("same") == nil)
        #expect(index.put(nil, of: "/apps/nothing") == [])
    }

    private func app(_ name: String, _ label: String) -> AppDefinition {
        AppDefinition(name: name, label: label, version: "1", revision: label, status: .loaded)
    }

    @Test func theAppThatHadNoNameLeftTakesItOnceItIsFree() throws {
        let directory = try TemporaryDirectory()
        try SampleBundle.write("one", into: directory)
        try directory.write(#"{"name": "one"}"#, to: "apps/src/metadata.json")
        try directory.write(#"{"response": {}}"#, to: "apps/src/modules/a/communication.iml.json")
        let library = library(directory)
        #expect(library.reload().map(\.app) == ["one"])
        #expect(library.catalog["one"]?.diagnostics.map(\.code) == ["app-name-taken"])
        try directory.remove("apps/one")
        #expect(library.reload([directory("apps/one")]).map(\.kind) == [.changed])
        #expect(library.catalog["one"]?.modules.map(\.name) == ["a"])
        #expect(library.catalog["one"]?.diagnostics.contains { $0.code == "app-name-taken" } == false)
    }

    @Test func aDirectoryOfBundlesCanBecomeOne() throws {
        let directory = try TemporaryDirectory()
        try SampleBundle.write("one", into: directory)
        let library = library(directory)
        library.reload()
        try directory.write(#"{"components": {}}"#, to: "apps/makecomapp.json")
        let file = directory("apps/makecomapp.json")
        #expect(Set(library.reload([directory("apps"), file]).map { "\($0.kind) \($0.app)" }).contains("removed one"))
        #expect(library.catalog.all.count == 1)
        try directory.remove("apps/makecomapp.json")
        library.reload([directory("apps"), file])
        #expect(library.catalog.all.map(\.name) == ["one"])
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
