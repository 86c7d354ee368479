import IML
import PatchbayText

/// Looks through the parameters of a component for what a form cannot use.
struct ParameterInspection {
    /// The names of the app's RPCs.
    let rpcs: ComponentNames
    private(set) var problems: [Diagnostic] = []

    /// Prepares to look through the parameters of an app.
    init(rpcs: ComponentNames) {
        self.rpcs = rpcs
    }

    /// Checks a list of parameters.
    ///
    /// - Parameters:
    ///   - node: The list.
    ///   - takesInput: Whether values are given for them, so that each needs a name; an interface only describes.
    mutating func check(_ node: SourceNode, takesInput: Bool) {
        checkReferences(node)
        checkList(node, takesInput: takesInput)
    }

    /// Checks that every `rpc://…` in a value names an RPC of the app.
    mutating func checkReferences(_ node: SourceNode) {
        switch node.kind {
        case .text(let text): checkReference(text, at: node.place)
        case .array(let elements): for element in elements { checkReferences(element) }
        case .object(let entries): for entry in entries { checkReferences(entry.value) }
        default: break
        }
    }

    private mutating func checkReference(_ text: String, at place: SourcePlace) {
        guard text.hasPrefix("rpc://") else { return }
        let name = String(text.dropFirst("rpc://".count).prefix { $0 != "?" && $0 != "/" })
        guard !name.contains(bytesOf: "{{"), rpcs.spelling(of: name) == nil else { return }
        let near = NearestName.ending(for: name, among: rpcs.all)
        report(.unknownReference, "The app has no RPC '\(name)'\(near)", at: place)
    }

    private mutating func checkList(_ node: SourceNode, takesInput: Bool) {
        for element in node.elements ?? [] where element.entries != nil {
            check(parameter: element, isNamed: takesInput, takesInput: takesInput)
        }
    }

    private mutating func check(parameter node: SourceNode, isNamed: Bool, takesInput: Bool) {
        var isDisplayOnly = false
        if let type = node["type"], let name = type.text {
            let known = ParameterType(exactly: name.lowercased())
            isDisplayOnly = known?.isDisplayOnly ?? false
            if known == nil, !name.contains(bytesOf: "{{") {
                let near = NearestName.ending(for: name, among: ParameterType.allCases.map(\.rawValue))
                let consequence = takesInput ? "; its values pass as they are" : ""
                report(
                    .unknownParameterType,
                    "There is no parameter type '\(name)'\(consequence)\(near)",
                    at: type.place
                )
            }
        }
        if isNamed, !isDisplayOnly, node["name"] == nil {
            report(.namelessParameter, "The parameter has no `name`, so nobody can give it a value", at: node.place)
        }
        checkVisibility(node)
        checkInner(node, takesInput: takesInput)
    }

    private mutating func checkVisibility(_ node: SourceNode) {
        guard let visible = node["visible"], let source = visible.text, source.contains(bytesOf: "{{") else { return }
        do throws(TemplateError) {
            _ = try Template(source)
        } catch {
            report(
                .templateSyntax,
                "The parameter is always shown, for `visible` fails: \(error.message)",
                at: visible.place
            )
        }
    }

    private mutating func checkInner(_ node: SourceNode, takesInput: Bool) {
        if let spec = node["spec"] {
            if spec.entries != nil {
                check(parameter: spec, isNamed: false, takesInput: takesInput)
            } else {
                checkList(spec, takesInput: takesInput)
            }
        }
        checkNested(node["nested"], takesInput: takesInput)
        guard let options = node["options"] else { return }
        checkNested(options["nested"], takesInput: takesInput)
        for option in options.elements ?? options["store"]?.elements ?? [] {
            checkNested(option["nested"], takesInput: takesInput)
        }
    }

    private mutating func checkNested(_ node: SourceNode?, takesInput: Bool) {
        guard let node else { return }
        checkList(node["store"] ?? node, takesInput: takesInput)
    }

    private mutating func report(_ code: DiagnosticCode, _ message: String, at place: SourcePlace) {
        problems.append(Diagnostic(code, message, severity: .warning, at: place))
    }
}
