import PatchbayBundle

extension AppDefinition {
    /// The definition to answer with once the bundle was read again: parts that no longer load stay as they last did.
    ///
    /// The problems and the status are those of the new reading, so that whoever looks sees what is wrong.
    func keepingLastGood(of previous: AppDefinition?) -> AppDefinition {
        guard let previous else { return self }
        if status == .failed {
            var kept = previous
            kept.diagnostics = diagnostics
            kept.status = .failed
            kept.revision = revision
            return kept
        }
        var kept = self
        kept.modules = modules.keepingLastGood(of: previous.modules) { $0.failures.isEmpty }
        kept.connections = connections.keepingLastGood(of: previous.connections) { $0.failures.isEmpty }
        kept.rpcs = rpcs.keepingLastGood(of: previous.rpcs) { $0.failures.isEmpty }
        kept.webhooks = webhooks.keepingLastGood(of: previous.webhooks) { $0.failures.isEmpty }
        kept.functions = functions.keepingLastGood(of: previous.functions) { $0.failures.isEmpty }
        return kept
    }
}

extension ComponentList {
    /// The components, with the previous one of the name in the place of each that does not run.
    fileprivate func keepingLastGood(of previous: ComponentList, _ runs: (Element) -> Bool) -> ComponentList {
        if allSatisfy(runs) { return self }
        return ComponentList(
            map { component in
                guard !runs(component), let last = previous[component.name], runs(last) else { return component }
                return last
            }
        )
    }
}
