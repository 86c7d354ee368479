import IML

@testable import PatchbayBundle

/// A bundle around one file of a kind, whose content changes from case to case.
struct FileKindBundle {
    /// The file's path.
    let path: String
    private let bundle: TemporaryBundle

    init(_ kind: FileKind) throws {
        path = kind.samplePath
        var files = ["m.json": #"{"url": "https://a.example"}"#]
        if kind == .metadata {
            files = ["modules/m/api.imljson": "{}", "modules/m/metadata.json": "{}"]
        } else if kind != .manifest {
            files["makecomapp.json"] = kind.sampleManifest
        }
        if kind == .epoch { files["m.json"] = FileKindBundle.trigger }
        files[path] = files[path] ?? "{}"
        bundle = try TemporaryBundle("sample", files)
    }

    private static let trigger = """
        {"url": "https://a.example", "response": {"iterate": "{{body}}",
         "trigger": {"type": "id", "order": "desc", "id": "{{item.id}}"}}}
        """

    /// All problems of the bundle with some text as the file.
    func all(_ content: String) throws -> [Diagnostic] {
        try bundle.write(content, to: path)
        return bundle.read().diagnostics
    }

    /// The problems of the file with some content that tell of shapes: kinds of values, unknown values and keys.
    func problems(_ content: Value) throws -> [Diagnostic] {
        try bundle.write(content.jsonText(), to: path)
        let codes: Set = ["invalid-spec", "invalid-manifest", "unknown-value", "unknown-key"]
        return bundle.read().diagnostics.filter { $0.file == path && codes.contains($0.code) }
    }
}

extension FileKind {
    fileprivate var samplePath: String {
        switch self {
        case .manifest: "makecomapp.json"
        case .metadata: "modules/m/metadata.json"
        default: "file.json"
        }
    }

    /// A manifest that names the file as one of the kind.
    fileprivate var sampleManifest: String {
        func module(_ type: String, _ code: String, _ more: String = "") -> String {
            #""module": {"m": {"moduleType": "\#(type)", \#(more) "codeFiles": {\#(code)}}}"#
        }
        func component(_ kind: String, _ code: String) -> String {
            #""\#(kind)": {"m": {"codeFiles": {"\#(code)": "file.json"}}}"#
        }
        let communication = #""communication": "file.json""#
        var general = ""
        let components =
            switch self {
            case .manifest, .metadata: ""
            case .base, .common, .groups: module("search", #""communication": "m.json""#)
            case .module: module("search", communication)
            case .trigger: module("trigger", communication)
            case .epoch: module("trigger", #""communication": "m.json", "epoch": "file.json""#)
            case .instantTrigger:
                module("instant_trigger", communication, #""webhook": "m","#) + ", " + #""webhook": {"m": {}}"#
            case .responder: module("responder", communication)
            case .parameters: module("search", #""communication": "m.json", "mappableParams": "file.json""#)
            case .interface: module("search", #""communication": "m.json", "interface": "file.json""#)
            case .samples: module("search", #""communication": "m.json", "samples": "file.json""#)
            case .scope: module("search", #""communication": "m.json", "scope": "file.json""#)
            case .connection: component("connection", "communication")
            case .scopeList: component("connection", "scopeList")
            case .install: component("connection", "installDirectives")
            case .rpc: component("rpc", "communication")
            case .webhook: component("webhook", "communication")
            case .attach: component("webhook", "attach")
            case .detach: component("webhook", "detach")
            case .update: component("webhook", "update")
            }
        if [.base, .common, .groups].contains(self) { general = #""\#(rawValue)": "file.json""# }
        return "{\"generalCodeFiles\": {\(general)}, \"components\": {\(components)}}"
    }
}
