/// The kinds of components a bundle has.
enum ComponentKind: String, CaseIterable {
    case connection
    case module
    case rpc
    case webhook
    case function

    /// The directory such components stand in where there is no manifest.
    var directory: String { rawValue + "s" }

    /// What to call one in a message.
    var title: String {
        switch self {
        case .rpc: "RPC"
        default: rawValue
        }
    }

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
        switch (self, key) {
        case (_, "api"): return code.contains(.communication) ? .communication : nil
        case (.module, "parameters"), (.module, "params"): return .staticParams
        case (_, "parameters"): return code.contains(.params) ? .params : nil
        case (.module, "expect"): return .mappableParams
        case (.connection, "scopes"): return .scopeList
        case (.connection, "scope"): return .defaultScope
        case (.connection, "install"): return .installDirectives
        case (.webhook, "scope"): return .requiredScope
        default: return nil
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
        case .groups: ["groups.json", "general/groups.json", "modules/groups.json"]
        }
    }
}
