import IML
import PatchbayBundle

extension Value {
    /// An app as the API shows it.
    init(app: AppDefinition) {
        self = [
            "name": .text(app.name),
            "label": .text(app.label),
            "version": .text(app.version),
            "revision": .text(app.revision),
            "status": .text(app.status.rawValue),
            "modules": .array(app.modules.map(Value.init(moduleInList:))),
            "connections": .array(app.connections.map(Value.init(connectionInList:))),
            "rpcs": .array(app.rpcs.map(Value.init(rpcInList:))),
            "webhooks": .array(
                app.webhooks.map { Value(component: $0.name, label: $0.label, fails: !$0.failures.isEmpty) }
            ),
            "diagnostics": .array(app.diagnostics.map(\.json)),
        ]
    }

    private init(component name: String, label: String, fails: Bool) {
        self = ["name": .text(name), "label": .text(label), "status": fails ? "failed" : "loaded"]
    }

    private init(moduleInList module: ModuleDefinition) {
        self.init(component: module.name, label: module.label, fails: !module.failures.isEmpty)
        self["type"] = .text(module.type.rawValue)
        self["connection"] = module.connection.map(Value.text) ?? .undefined
    }

    private init(rpcInList rpc: RPCDefinition) {
        self.init(component: rpc.name, label: rpc.label, fails: !rpc.failures.isEmpty)
        self["connection"] = rpc.connection.map(Value.text) ?? .undefined
    }

    private init(connectionInList connection: ConnectionDefinition) {
        self.init(component: connection.name, label: connection.label, fails: !connection.failures.isEmpty)
        self["handler"] = connection.handler.map(Value.text) ?? .null
    }

    /// A module as the API shows it by itself.
    init(module: ModuleDefinition) {
        var parameters = module.staticParameters.asArray ?? [module.staticParameters]
        parameters += module.mappableParameters.asArray ?? [module.mappableParameters]
        self = [
            "name": .text(module.name),
            "label": .text(module.label),
            "description": .text(module.description),
            "type": .text(module.type.rawValue),
            "connection": module.connection.map(Value.text) ?? .null,
            "altConnection": module.alternativeConnection.map(Value.text) ?? .undefined,
            "parameters": .array(parameters.filter { !$0.isMissing }),
            "interface": module.interface,
            "samples": module.samples,
            "inputSchema": ParameterForm(module.staticParameters, module.mappableParameters).jsonSchema,
        ]
    }

    /// A connection spec as the API shows it by itself.
    ///
    /// - Parameters:
    ///   - connection: The spec.
    ///   - callbackURL: Where services send browsers back to.
    init(connection: ConnectionDefinition, callbackURL: String) {
        self = [
            "name": .text(connection.name),
            "label": .text(connection.label),
            "type": connection.declaredType.map(Value.text) ?? .null,
            "handler": connection.handler.map(Value.text) ?? .null,
            "parameters": connection.parameters,
            "callbackUrl": .text(callbackURL),
        ]
    }
}
