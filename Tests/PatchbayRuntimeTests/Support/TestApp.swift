import Foundation

/// A bundle for a test, written to a directory in the platform's own layout.
struct TestApp {
    /// A module's files.
    struct Module {
        var type = "search"
        var communication: String
        var connection: String?
        var alternative: String?
        var parameters = "[]"
        var staticParameters = "[]"
        var interface = "[]"
        var samples: String?
        var scope: String?
    }

    /// A connection spec's files.
    struct Connection {
        var communication: String
        var parameters = "[]"
        var common: String?
        var defaultScope: String?
        var installSpec: String?
        var installDirectives: String?
    }

    /// An RPC's files.
    struct RPC {
        var communication: String
        var connection: String?
        var parameters = "[]"
    }

    var base = "{}"
    var common = "{}"
    var modules: [String: Module] = [:]
    var connections: [String: Connection] = [:]
    var rpcs: [String: RPC] = [:]
    var functions: [String: String] = [:]

    /// Writes the bundle's files into a directory, which is made.
    func write(to directory: URL) throws {
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        var files: [String: String] = ["base.iml.json": base, "common.json": common]
        var components: [String: [String: Any]] = [:]
        for (name, module) in modules {
            var paths = [
                "communication": "m_\(name).iml.json", "mappableParams": "m_\(name)_expect.iml.json",
                "staticParams": "m_\(name)_static.iml.json", "interface": "m_\(name)_interface.iml.json",
            ]
            files["m_\(name).iml.json"] = module.communication
            files["m_\(name)_expect.iml.json"] = module.parameters
            files["m_\(name)_static.iml.json"] = module.staticParameters
            files["m_\(name)_interface.iml.json"] = module.interface
            for (key, text) in [("samples", module.samples), ("scope", module.scope)] {
                guard let text else { continue }
                paths[key] = "m_\(name)_\(key).iml.json"
                files["m_\(name)_\(key).iml.json"] = text
            }
            var entry: [String: Any] = ["label": name, "moduleType": module.type, "codeFiles": paths]
            if let connection = module.connection { entry["connection"] = connection }
            if let alternative = module.alternative { entry["altConnection"] = alternative }
            components["module", default: [:]][name] = entry
        }
        for (name, connection) in connections {
            var paths = ["communication": "c_\(name).iml.json", "params": "c_\(name)_params.iml.json"]
            files["c_\(name).iml.json"] = connection.communication
            files["c_\(name)_params.iml.json"] = connection.parameters
            if let common = connection.common {
                paths["common"] = "c_\(name)_common.json"
                files["c_\(name)_common.json"] = common
            }
            if let scope = connection.defaultScope {
                paths["defaultScope"] = "c_\(name)_scope.iml.json"
                files["c_\(name)_scope.iml.json"] = scope
            }
            let more = [("installSpec", connection.installSpec), ("installDirectives", connection.installDirectives)]
            for (kind, text) in more {
                guard let text else { continue }
                paths[kind] = "c_\(name)_\(kind).iml.json"
                files["c_\(name)_\(kind).iml.json"] = text
            }
            components["connection", default: [:]][name] = ["label": "The \(name) account", "codeFiles": paths]
        }
        for (name, rpc) in rpcs {
            files["r_\(name).iml.json"] = rpc.communication
            files["r_\(name)_params.iml.json"] = rpc.parameters
            var entry: [String: Any] = [
                "label": name,
                "codeFiles": ["communication": "r_\(name).iml.json", "params": "r_\(name)_params.iml.json"],
            ]
            if let connection = rpc.connection { entry["connection"] = connection }
            components["rpc", default: [:]][name] = entry
        }
        for (name, code) in functions {
            files["f_\(name).js"] = code
            components["function", default: [:]][name] = ["codeFiles": ["code": "f_\(name).js"]]
        }
        let manifest: [String: Any] = [
            "fileVersion": 1,
            "generalCodeFiles": ["base": "base.iml.json", "common": "common.json"],
            "components": components,
        ]
        for (path, text) in files { try Data(text.utf8).write(to: directory.appending(path: path)) }
        try JSONSerialization.data(withJSONObject: manifest).write(to: directory.appending(path: "makecomapp.json"))
    }
}
