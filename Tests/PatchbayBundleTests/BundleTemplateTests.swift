import Foundation
import IML
import Testing

@testable import PatchbayBundle

@Suite("New bundles")
struct BundleTemplateTests {
    private func makeParent() throws -> TemporaryBundle { try TemporaryBundle("parent", [:]) }

    @Test(arguments: BundleTemplate.Authentication.allCases)
    func loadsValidatesCleanAndRuns(authentication: BundleTemplate.Authentication) throws {
        let parent = try makeParent()
        let template = try #require(BundleTemplate(name: "my-shop", authentication: authentication))
        let directory = try template.write(in: parent.path("apps"))
        #expect(AppDirectory.bundles(in: parent.path("apps")) == [directory])
        let app = BundleReader(catalog: .sample).read(directory: directory)
        #expect(app.diagnostics.map(\.description) == [])
        #expect(app.status == .loaded)
        #expect(app.name == "my-shop")
        let handlers: [BundleTemplate.Authentication: String] = [
            .oauth1: "oauth1", .oauth2: "oauth2", .apiKey: "basic", .basic: "basic",
        ]
        #expect(app.connections.map(\.handler) == handlers[authentication].map { [$0] } ?? [])
        #expect(app.connections.allSatisfy { $0.label == "My Shop" && !$0.form.parameters.isEmpty })
        #expect(app.modules["listItems"]?.connection == (authentication == .none ? nil : "my-shop"))
        let greet = try #require(app.modules["greet"]?.communication?.requests.first)
        #expect(greet.url == nil)
        #expect(
            try greet.response.output?.value(["parameters": ["name": "Ada"]]) == ["greeting": "Hello, Ada!"]
        )
    }

    @Test func everyKindSignsItsRequests() throws {
        let parent = try makeParent()
        for authentication in BundleTemplate.Authentication.allCases {
            let name = "app-\(authentication.rawValue)"
            let template = try #require(BundleTemplate(name: name, authentication: authentication))
            let app = BundleReader(catalog: .sample).read(directory: try template.write(in: parent.directory))
            let request = try #require(app.modules["listItems"]?.communication?.requests.first)
            let scope: [String: Value] = [
                "connection": ["apiKey": "k", "accessToken": "t", "username": "u", "password": "p"]
            ]
            let header = try request.headers?.value(scope)["authorization"] ?? .undefined
            let written = try request.headers?.value(scope)["Authorization"] ?? header
            switch authentication {
            case .none: #expect(written == .undefined)
            case .apiKey: #expect(written == "Bearer k")
            case .basic: #expect(written == "Basic dTpw")
            case .oauth2: #expect(written == "Bearer t")
            case .oauth1: #expect(request.signing["oauth"] != nil)
            }
        }
    }

    @Test func neverWritesOverWhatIsThere() throws {
        let parent = try makeParent()
        let template = try #require(BundleTemplate(name: "shop", authentication: .none))
        let directory = try template.write(in: parent.directory)
        let error = #expect(throws: BundleTemplate.WritingError.self) { try template.write(in: parent.directory) }
        #expect(error?.description == "'\(directory)' is there already; choose another name, or move it away")
    }

    @Test func saysWhatCannotBeWritten() throws {
        let parent = try TemporaryBundle("parent", ["file": "x"])
        let template = try #require(BundleTemplate(name: "shop", authentication: .none))
        let error = #expect(throws: BundleTemplate.WritingError.self) { try template.write(in: parent.path("file")) }
        #expect(error?.description.hasSuffix("cannot be made: Not a directory") == true)
    }

    @Test(arguments: ["", "-a", ".a", "_a", "a b", "a/b", "..", "é", String(repeating: "a", count: 65)])
    func refusesNamesThatAreNone(name: String) {
        #expect(BundleTemplate(name: name, authentication: .none) == nil)
    }
}
