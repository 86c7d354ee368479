/// The kinds of components a bundle has.
enum ComponentKind: String, CaseIterable {
    case connection
    case module
    case rpc
    case webhook
    case function

    /// The directory such components stand in where there is no manifest.
    var directory: String { rawValue + "s" }

    /// The names that directory may have, in lower case.
    var directories: [String] { [directory, rawValue] }

    /// The extensions of a file that is a whole component.
    var extensions: [String] { self == .function ? ["js"] : CodeKind.communication.extensions }

    /// What to call one in a message.
    var title: String {
        switch self {
        case .rpc: "RPC"
        default: rawValue
        }
    }

    /// What to call any one in a message.
    var anyTitle: String { self == .rpc ? "an RPC" : "a \(title)" }

    /// The code files such a component may have.
    var code: [CodeKind] {
        switch self {
        case .connection:
            [.communication, .params, .common, .scopeList, .defaultScope, .installSpec, .installDirectives]
        case .module: [.communication, .staticParams, .mappableParams, .interface, .samples, .scope, .epoch]
        case .rpc: [.communication, .params]
        case .webhook: [.communication, .params, .attach, .detach, .update, .requiredScope]
        case .function: [.code, .test]
        }
    }

    /// The code file a key of `codeFiles` means; older spellings of the platform are understood.
    func code(for key: String) -> CodeKind? {
        if let kind = CodeKind(rawValue: key), code.contains(kind) { return kind }
        return olderCodeKeys[key]
    }

    /// What the platform called code files before, and what its exports still call them.
    var olderCodeKeys: [String: CodeKind] {
        switch self {
        case .connection:
            [
                "api": .communication, "parameters": .params, "scopes": .scopeList, "scope": .defaultScope,
                "install": .installDirectives,
            ]
        case .module:
            [
                "api": .communication, "parameters": .staticParams, "params": .staticParams, "expect": .mappableParams,
            ]
        case .rpc: ["api": .communication, "parameters": .params]
        case .webhook: ["api": .communication, "parameters": .params, "scope": .requiredScope]
        case .function: [:]
        }
    }
}

/// The code files of components.
enum CodeKind: String {
    case communication, params, common, scopeList, defaultScope, installSpec, installDirectives
    case staticParams, mappableParams, interface, samples, scope, epoch
    case attach, detach, update, requiredScope
    case code, test

    /// The names such a file may have in a component's directory, extension aside; the first is the usual one.
    var fileNames: [String] {
        switch self {
        case .communication: ["communication", "api"]
        case .params: ["params", "parameters"]
        case .scopeList: ["scope-list", "scopelist", "scopes"]
        case .defaultScope: ["default-scope", "defaultscope", "scope"]
        case .installSpec: ["install-spec", "installspec"]
        case .installDirectives: ["install-directives", "installdirectives", "install"]
        case .staticParams: ["static-params", "staticparams", "params", "parameters"]
        case .mappableParams: ["mappable-params", "mappableparams", "expect"]
        case .requiredScope: ["required-scope", "requiredscope", "scope"]
        default: [rawValue]
        }
    }

    /// The extensions such a file may have.
    var extensions: [String] {
        switch self {
        case .code, .test: ["js"]
        default: ["iml.json", "imljson", "json"]
        }
    }
}

/// The code files of a bundle as a whole.
enum GeneralKind: String, CaseIterable {
    case base, common, readme, groups

    /// The paths such a file may have where there is no manifest, in lower case.
    var paths: [String] {
        switch self {
        case .base, .common:
            ["", "general/"].flatMap { folder in
                ["iml.json", "imljson", "json"].map { "\(folder)\(rawValue).\($0)" }
            }
        case .readme: ["readme.md", "general/readme.md"]
        case .groups:
            ["", "general/", "modules/"].flatMap { folder in
                ["json", "imljson", "iml.json"].map { "\(folder)groups.\($0)" }
            }
        }
    }
}
