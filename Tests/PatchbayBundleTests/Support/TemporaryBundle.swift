import Foundation
import IML
import PatchbayTesting

@testable import PatchbayBundle

/// A bundle in a directory of its own, gone with the value.
final class TemporaryBundle {
    let directory: String
    private let parent: TemporaryDirectory

    /// Makes a bundle.
    ///
    /// - Parameters:
    ///   - name: The directory's name.
    ///   - files: The files by their paths.
    init(_ name: String = "sample", _ files: [String: String]) throws {
        parent = try TemporaryDirectory()
        directory = parent(name)
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        for (path, content) in files { try write(content, to: path) }
    }

    /// Where a path of the bundle is on disk.
    func path(_ path: String) -> String { directory + "/" + path }

    func write(_ content: String, to path: String) throws {
        try write(Array(content.utf8), to: path)
    }

    func write(_ bytes: [UInt8], to path: String) throws {
        let full = self.path(path)
        let folder = (full as NSString).deletingLastPathComponent
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data(bytes).write(to: URL(fileURLWithPath: full))
    }

    func link(_ path: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(atPath: self.path(path), withDestinationPath: target)
    }

    func remove(_ path: String) throws {
        try FileManager.default.removeItem(atPath: self.path(path))
    }

    /// The bundle as it is now.
    func read(limits: BundleLimits = .default) -> AppDefinition {
        BundleReader(catalog: .sample, limits: limits).read(directory: directory)
    }

    /// The problems of the bundle as `validate` prints them.
    func problems(limits: BundleLimits = .default) -> [String] {
        read(limits: limits).diagnostics.map(\.description)
    }
}

extension ConnectionSpecCatalog {
    /// Kinds of the shapes the format describes.
    static let sample = ConnectionSpecCatalog(signing: [
        Field("oauth", .object(.oauth)), Field("aws", .object(.entries)),
    ]) { isArray, keys in
        if keys.contains("requestToken") || keys.contains("accessToken") || keys.contains("oauth") { return .oauth1 }
        if keys.contains("token") { return .oauth2 }
        return isArray || keys.isEmpty || keys.contains("url") ? ConnectionSpecKind(name: "basic") : nil
    }
}

extension ObjectShape {
    /// What an `oauth` object holds.
    static let oauth = ObjectShape(
        ["consumer_key", "consumer_secret", "token", "token_secret", "verifier", "callback"].map { Field($0, .scalar) }
            + [
                Field("signature_method", .words(Shape.Words(words: ["HMAC-SHA1", "PLAINTEXT"], isExact: true))),
                Field("allow_insecure", .flag),
            ],
        isTemplated: true
    )
}

extension ConnectionSpecKind {
    static let oauth1 = ConnectionSpecKind(
        name: "oauth1",
        directives: [
            DirectiveRule(name: "requestToken", refusedKeys: ["pagination", "aws", "response.iterate"]),
            DirectiveRule(name: "authorize", opensInBrowser: true),
            DirectiveRule(name: "accessToken"),
            DirectiveRule(name: "info"),
            DirectiveRule(name: "invalidate"),
        ],
        rootKeys: ["oauth"],
        options: .oauth
    )

    static let oauth2 = ConnectionSpecKind(
        name: "oauth2",
        directives: ["preauthorize", "authorize", "token", "info", "refresh", "invalidate"].map {
            DirectiveRule(name: $0, opensInBrowser: $0 == "authorize")
        },
        rootKeys: ["oauth"]
    )
}

extension SpecValue {
    /// The value with some variables.
    func value(_ variables: [String: Value] = [:]) throws -> Value {
        try tree.value(variables)
    }
}

extension TemplateTree {
    /// The value with some variables.
    func value(_ variables: [String: Value] = [:]) throws -> Value {
        var scope = Scope()
        for (name, value) in variables { scope[Root(name)] = value }
        return try evaluate(in: scope)
    }
}

/// A manifest with one component of a kind.
func manifest(base: Bool = false, common: Bool = false, _ components: String) -> String {
    """
    {
      "generalCodeFiles": {
        "base": \(base ? "\"base.iml.json\"" : "null"),
        "common": \(common ? "\"common.json\"" : "null")
      },
      "components": { \(components) }
    }
    """
}

/// A bundle with one action module `list` over a base.
func moduleBundle(
    _ communication: String,
    base: String? = nil,
    common: String? = nil,
    hasConnection: Bool = false,
    more: [String: String] = [:]
) throws -> TemporaryBundle {
    var files = [
        "makecomapp.json": manifest(
            base: base != nil,
            common: common != nil,
            (hasConnection ? #""connection": {"c": {}}, "# : "")
                + #""module": {"list": {"moduleType": "search", \#(hasConnection ? #""connection": "c", "# : "")"#
                + #""codeFiles": {"communication": "list.iml.json"}}}"#
        ),
        "list.iml.json": communication,
    ]
    files["base.iml.json"] = base
    files["common.json"] = common
    return try TemporaryBundle("sample", files.merging(more) { $1 })
}
