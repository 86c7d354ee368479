import IML
import PatchbayBundle

/// What the forms of an app take an RPC for, and so the shape its results have to have.
enum RPCUse: Sendable, Hashable {
    /// Choices of a select.
    case options
    /// Parameters.
    case fields
    /// A sample of a module's output.
    case sample
}

/// Finds where an app's bundle refers to its RPCs (`rpc://Name?x=y`).
struct RPCUses {
    private var uses: [String: Set<RPCUse>] = [:]

    /// Looks through an app.
    init(_ app: AppDefinition) {
        for module in app.modules {
            for list in [module.staticParameters, module.mappableParameters, module.interface] {
                read(list, as: .fields)
            }
            read(module.samples, as: .sample, isWhole: true)
        }
        for connection in app.connections { read(connection.parameters, as: .fields) }
        for rpc in app.rpcs { read(rpc.parameters, as: .fields) }
    }

    /// The one thing an RPC is taken for; `nil` where nothing refers to it, or several things do.
    subscript(rpc: String) -> RPCUse? {
        guard let uses = uses[rpc.lowercased()], uses.count == 1 else { return nil }
        return uses.first
    }

    private mutating func read(_ value: Value, as use: RPCUse, isWhole: Bool = false) {
        switch value {
        case .text(let text):
            if let name = Self.name(in: text) { uses[name, default: []].insert(use) }
        case .array(let elements) where !isWhole:
            for element in elements { read(element, as: use) }
        case .collection(let fields) where !isWhole:
            for (key, member) in fields { read(member, under: key, as: use) }
        default: break
        }
    }

    private mutating func read(_ member: Value, under key: String, as use: RPCUse) {
        switch key {
        case "options": read(member, as: .options)
        case "nested", "spec": read(member, as: .fields)
        case "store": read(member, as: use)
        default: break
        }
    }

    /// The name of the RPC a reference is to, in small letters.
    private static func name(in text: String) -> String? {
        let scheme = "rpc://"
        guard text.lowercased().hasPrefix(scheme) else { return nil }
        let name = text.dropFirst(scheme.count).prefix { $0 != "?" && $0 != "/" && $0 != "#" }
        return name.isEmpty ? nil : name.lowercased()
    }
}
