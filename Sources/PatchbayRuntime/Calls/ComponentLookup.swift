import IML
import PatchbayBundle
import PatchbayText

/// Finds what a call names.
struct ComponentLookup {
    private let apps: AppCatalog

    /// Looks in a catalog.
    init(_ apps: AppCatalog) {
        self.apps = apps
    }

    /// The module of a call; names that differ in case only are the same, as in a bundle.
    ///
    /// - Throws: ``CallFailure/unknown(kind:name:message:)`` when there is none.
    func module(_ call: ComponentCall) throws(CallFailure) -> CallableComponent {
        let entry = try entry(call.app)
        return try find(call, in: entry, entry.modules, "module", entry.app.definition.modules)
    }

    /// The RPC of a call; names that differ in case only are the same, as in a bundle.
    ///
    /// - Throws: ``CallFailure/unknown(kind:name:message:)`` when there is none.
    func rpc(_ call: ComponentCall) throws(CallFailure) -> CallableComponent {
        let entry = try entry(call.app)
        return try find(call, in: entry, entry.rpcs, "RPC", entry.app.definition.rpcs)
    }

    private func find<Definition: Component>(
        _ call: ComponentCall,
        in entry: AppCatalog.Entry,
        _ components: [ExactText: CallableComponent],
        _ kind: String,
        _ definitions: ComponentList<Definition>
    ) throws(CallFailure) -> CallableComponent {
        if let exact = components[ExactText(call.component)] { return exact }
        guard let near = definitions[call.component], let component = components[ExactText(near.name)] else {
            throw .unknown(kind, call.component, in: entry.app.name, among: definitions.map(\.name))
        }
        return component
    }

    /// The app of a name.
    ///
    /// - Throws: ``CallFailure/unknown(kind:name:message:)`` when there is none.
    func app(_ name: String) throws(CallFailure) -> LoadedApp {
        try entry(name).app
    }

    private func entry(_ name: String) throws(CallFailure) -> AppCatalog.Entry {
        guard let entry = apps.entry(name) else {
            let near = NearestName.question(for: name, among: apps.all.map(\.name))
            throw .unknown(kind: "app", name: name, message: "There is no app '\(name)'.\(near)")
        }
        return entry
    }
}

extension CallFailure {
    /// Something an app does not have.
    static func unknown(_ kind: String, _ name: String, in app: String, among names: [String]) -> CallFailure {
        let near = NearestName.question(for: name, among: names)
        return .unknown(kind: kind, name: name, message: "The app '\(app)' has no \(kind) '\(name)'.\(near)")
    }
}
