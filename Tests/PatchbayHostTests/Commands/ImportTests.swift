import Foundation
import IML
import PatchbayTesting
import Testing

@testable import PatchbayHost

/// `patchbay import`, and what other commands say of an export's ZIP file.
struct ImportTests {
    /// An export as the platform makes one.
    private static let export: [ZIPFile.Entry] = [
        .directory("ledger/"),
        .text("ledger/metadata.json", #"{"name": "ledger", "label": "Ledger", "version": 2, "language": "en"}"#),
        .text("ledger/base.imljson", #"{"baseUrl": "https://ledger.example"}"#),
        .text("ledger/readme.md", "# Ledger"),
        .text(
            "ledger/modules/greet/metadata.json",
            #"{"name": "greet", "label": "Greet", "type": "action", "connection": null}"#
        ),
        .text("ledger/modules/greet/api.imljson", #"{"response": {"output": {"text": "hello {{parameters.name}}"}}}"#),
        .text("ledger/modules/greet/expect.imljson", #"[{"name": "name", "type": "text", "label": "Name"}]"#),
        .directory("ledger/functions/"),
    ]

    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
    }

    private func zip(_ entries: [ZIPFile.Entry], as name: String = "export.zip") throws {
        try ZIPFile.write(entries, to: directory(name))
    }

    /// What stands in the directory of apps, hidden things too.
    private func apps(_ name: String = "apps") -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: directory(name))) ?? []).sorted()
    }

    @Test func anImportedAppRuns() async throws {
        try zip(Self.export)
        let outcome = try await Program.run(["import", "export.zip"], in: directory)
        #expect(outcome.status == 0)
        #expect(outcome.output == "apps/ledger\n")
        #expect(outcome.errors == "Imported 'ledger' with 1 modules and no problems.\n")
        #expect(apps() == ["ledger"])
        let call = try await Program.run(["run", "ledger", "greet", "-p", "name=Ada"], in: directory)
        #expect(try Value(jsonText: call.output) == [["text": "hello Ada"]], "\(call.errors)")
    }

    @Test func itGoesIntoTheDirectoryAndUnderTheNameThatSaysSomething() async throws {
        let renamed = Self.export.map { entry -> ZIPFile.Entry in
            switch entry {
            case .file(let path, let bytes): .file("src" + path.dropFirst("ledger".count), bytes)
            case .directory(let path): .directory("src" + path.dropFirst("ledger".count))
            case .link: entry
            }
        }
        try zip(renamed)
        #expect(
            try await Program.run(["import", "export.zip", "--dir", "my/apps"], in: directory).output
                == "my/apps/ledger\n"
        )
        #expect(apps("my/apps") == ["ledger"])

        let bare = [ZIPFile.Entry.text("base.imljson", "{}"), .text("rpcs/r/api.imljson", "{}")]
        try zip(bare, as: "shelf-app.zip")
        #expect(try await Program.run(["import", "shelf-app.zip"], in: directory).output == "apps/shelf-app\n")
    }

    @Test func saysHowManyProblemsThereAre() async throws {
        try zip(Self.export + [.text("ledger/endpoints/e/api.imljson", "{}")])
        let outcome = try await Program.run(["import", "export.zip"], in: directory)
        #expect(outcome.status == 0)
        #expect(outcome.errors == "Imported 'ledger' with 1 modules and 1 problems: patchbay validate apps/ledger\n")
    }

    @Test func anAppThatIsThereStaysAsItIs() async throws {
        try zip(Self.export)
        try directory.write("mine", to: "apps/ledger/file.txt")
        let outcome = try await Program.run(["import", "export.zip"], in: directory)
        #expect(outcome.status == 1)
        #expect(
            outcome.errors
                == "patchbay: 'apps/ledger' is there already; move it away, or import into another directory with --dir\n"
        )
        #expect(apps() == ["ledger"])
        #expect(apps("apps/ledger") == ["file.txt"])
    }

    @Test(
        arguments: [
            ([.text("ledger/../../evil.txt", "x")], "has a path that leads out of the archive"),
            ([.text("/evil.txt", "x")], "has a path that leads out of the archive"),
            ([.link("ledger/link", to: "/etc")], "is a link or a special file"),
            ([.text("ledger/base.imljson", "twice")], "cannot be written: File exists"),
        ] as [([ZIPFile.Entry], String)]
    )
    func nothingIsLeftOfWhatIsRefused(more: [ZIPFile.Entry], message: String) async throws {
        try zip(Self.export + more)
        let outcome = try await Program.run(["import", "export.zip"], in: directory)
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains(message), "\(outcome.errors)")
        #expect(apps() == [])
        #expect(!FileManager.default.fileExists(atPath: directory("evil.txt")))
    }

    @Test func nothingIsLeftOfABomb() async throws {
        try zip(Self.export + [.file("ledger/bomb", [UInt8](repeating: 0, count: 16 << 20))])
        let outcome = try await Program.run(["import", "export.zip"], in: directory)
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("more than 100 times its size"), "\(outcome.errors)")
        #expect(apps() == [])
    }

    @Test func whatIsNoExportIsSaidToBeNone() async throws {
        try zip([.text("notes/a.txt", "hello")])
        let empty = try await Program.run(["import", "export.zip"], in: directory)
        #expect(empty.status == 1)
        #expect(empty.errors.hasPrefix("patchbay: export.zip: there is no app in it;"))
        #expect(apps() == [])
        try directory.write("no archive", to: "text.zip")
        let text = try await Program.run(["import", "text.zip"], in: directory)
        #expect(text.status == 1)
        #expect(text.errors.contains("is no ZIP file that can be read"))
        #expect(try await Program.run(["import", "none.zip"], in: directory).status == 2)
        #expect(try await Program.run(["import", "apps"], in: directory).status == 2)
        #expect(apps() == [])
    }

    @Test func otherCommandsNameTheImport() async throws {
        try zip(Self.export)
        let validate = try await Program.run(["validate", "export.zip"], in: directory)
        #expect(validate.status == 2)
        #expect(
            validate.errors == "patchbay: export.zip: this is a ZIP file; unpack it first: patchbay import export.zip\n"
        )
        let serve = try await Program.run(["serve", "export.zip"], in: directory)
        #expect(serve.status == 1)
        #expect(serve.errors.contains("this is a ZIP file; unpack it first: patchbay import "), "\(serve.errors)")
    }

    @Test func directoriesWhoseAppsLieDeeperAreNamed() async throws {
        try directory.write("{}", to: "outer/inner/app/base.imljson")
        try directory.write("{}", to: "outer/inner/app/rpcs/r/api.imljson")
        let validate = try await Program.run(["validate", "outer"], in: directory)
        #expect(validate.status == 2)
        #expect(
            validate.errors
                == "patchbay: outer: there is no app in this directory. There are apps in 'outer/inner'\n"
        )
        let process = try Program.start(["serve", "outer", "--port", "0"], in: directory)
        defer { process.signal(SIGKILL) }
        #expect(try await process.line().hasSuffix("0 apps (0 with problems)"))
        process.signal(SIGTERM)
        _ = try await process.ended()
        let log = Program.errors(of: process)
        #expect(log.contains("there is no app in 'outer'. There are apps in '"), "\(log)")
        #expect(log.contains("/outer/inner'"), "\(log)")
    }

    @Test func everyCodeIsExplained() async throws {
        let codes = try await Program.run(["validate", "--codes"], in: directory).output
        for code in [
            "unread-file", "no-components", "unsupported-component", "no-connection", "misplaced-key", "missing-scheme",
            "incomplete-trigger", "numeric-member", "unset-common", "app-name-taken",
        ] {
            #expect(codes.contains("\n\(code) ") || codes.hasPrefix("\(code) "), "\(code)")
        }
    }
}
