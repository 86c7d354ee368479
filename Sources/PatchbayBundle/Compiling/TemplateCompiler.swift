import IML
import PatchbayText

/// Compiles the values of specs and reports what is wrong with their templates.
struct TemplateCompiler {
    /// The functions templates may call.
    let functions: FunctionNames
    /// The keys of the app's common data.
    let commonKeys: Set<String>
    /// The keys of the common data of the connections a component uses, which it does not see.
    var hiddenCommonKeys: Set<String> = []
    /// What was found.
    private(set) var problems: [Diagnostic] = []
    /// The keys of the common data that templates read.
    private(set) var commonReads: Set<String> = []
    /// Where a template first reads the connection.
    private(set) var connectionRead: SourcePlace?

    /// Prepares to compile for an app.
    init(functions: FunctionNames, commonKeys: Set<String>) {
        self.functions = functions
        self.commonKeys = commonKeys
    }

    /// Reports a problem.
    mutating func report(
        _ code: DiagnosticCode,
        _ message: String,
        _ severity: Diagnostic.Severity = .error,
        at place: SourcePlace
    ) {
        problems.append(Diagnostic(code, message, severity: severity, at: place))
    }

    /// Takes problems that were found elsewhere.
    mutating func report(_ problems: [Diagnostic]) {
        self.problems += problems
    }

    /// Compiles a value all the way down.
    ///
    /// - Parameters:
    ///   - node: The value.
    ///   - visible: The variables its templates may start from.
    mutating func tree(_ node: SourceNode, _ visible: Visibility) -> TemplateTree {
        switch node.kind {
        case .null: return .constant(.null)
        case .bool(let bool): return .constant(.bool(bool))
        case .number(let number): return .constant(.number(number))
        case .text(let text): return template(text, node.file, node.offset, visible)
        case .array(let elements): return array(elements.map { tree($0, visible) })
        case .object(let entries): return object(entries, visible)
        }
    }

    /// Compiles a text that is an expression, with braces or without; anything else as ``tree(_:_:)``.
    mutating func expression(_ node: SourceNode, _ visible: Visibility) -> TemplateTree {
        guard let text = node.text, !text.isEmpty else { return tree(node, visible) }
        return template(text, node.file, node.offset, visible, isBare: !text.contains(bytesOf: "{{"))
    }

    private func array(_ elements: [TemplateTree]) -> TemplateTree {
        let constants = elements.compactMap(\.constantValue)
        return constants.count == elements.count ? .constant(.array(constants)) : .array(elements)
    }

    private mutating func object(_ entries: [SourceEntry], _ visible: Visibility) -> TemplateTree {
        var compiled: [TemplateTree.Entry] = []
        var constant: Fields? = Fields()
        for entry in entries {
            let key = key(entry, visible)
            let value = tree(entry.value, visible)
            if case .text(let name) = key, let value = value.constantValue {
                // An entry that is undefined is none.
                if !value.isUndefined { constant?[name] = value }
            } else {
                constant = nil
            }
            compiled.append(TemplateTree.Entry(key: key, value: value))
        }
        return constant.map { .constant(.collection($0)) } ?? .object(compiled)
    }

    private mutating func key(_ entry: SourceEntry, _ visible: Visibility) -> TemplateTree.Entry.Key {
        if entry.isSpread { return .spread }
        guard entry.key.contains(bytesOf: "{{") else { return .text(entry.key) }
        switch template(entry.key, entry.file, entry.keyOffset, visible) {
        case .template(let template): return .template(template)
        case .constant(let value): return .text(value.text)
        default: return .text(entry.key)
        }
    }
}

// MARK: - Templates

extension TemplateCompiler {
    private mutating func template(
        _ source: String,
        _ file: SourceFile,
        _ offset: Int,
        _ visible: Visibility,
        isBare: Bool = false
    ) -> TemplateTree {
        guard isBare || source.contains(bytesOf: "{{") else { return .constant(.text(source)) }
        do throws(TemplateError) {
            let template =
                isBare
                ? try Template(bareExpression: source, functions: functions)
                : try Template(source, functions: functions)
            for warning in template.warnings {
                report(warning, .warning, at: file.place(inTextAt: offset, decodedOffset: warning.offset))
            }
            check(template, source, file, offset, visible)
            return template.constant.map(TemplateTree.constant) ?? .template(template)
        } catch {
            report(error, .error, at: file.place(inTextAt: offset, decodedOffset: error.offset))
            return .constant(.undefined)
        }
    }

    private mutating func report(_ error: TemplateError, _ severity: Diagnostic.Severity, at place: SourcePlace) {
        let named = error.code == .syntax ? nil : DiagnosticCode(rawValue: error.code.rawValue)
        let hint = error.suggestion.map { ". \($0)" } ?? ""
        report(named ?? .templateSyntax, error.message + hint, severity, at: place)
    }

    /// Looks whether the variables a template starts from are known where it stands.
    private mutating func check(
        _ template: Template,
        _ source: String,
        _ file: SourceFile,
        _ offset: Int,
        _ visible: Visibility
    ) {
        for root in template.roots {
            let place = { file.place(inTextAt: offset, decodedOffset: root.offset) }
            if let objection = visible.objection(to: root.name) {
                report(.unknownVariable, objection, .warning, at: place())
            } else if root.name == "connection", connectionRead == nil {
                connectionRead = place()
            } else if root.name == "common", let key = source.member(after: root), !key.isEmpty {
                commonReads.insert(key)
                if visible.side != .connection, !commonKeys.contains(key) { reportUnset(key, at: place()) }
            }
        }
    }

    private mutating func reportUnset(_ key: String, at place: SourcePlace) {
        if hiddenCommonKeys.contains(key) {
            report(
                .hiddenCommon,
                "`common.\(key)` is common data of the connection, which only the connection's own spec sees; "
                    + "here it is undefined",
                .warning,
                at: place
            )
        } else {
            report(
                .unsetCommon,
                "`common.\(key)` is undefined: the app's common data has no '\(key)'; add it there, for installation "
                    + "parameters fill in what connections read only",
                .warning,
                at: place
            )
        }
    }
}

extension TemplateTree {
    /// The value when it never changes.
    var constantValue: Value? {
        if case .constant(let value) = self { return value }
        return nil
    }
}

extension String {
    /// The name of the member taken from a variable, as `key` in `common.key`.
    func member(after root: (name: String, offset: Int)) -> String? {
        let rest = utf8.dropFirst(root.offset)
        guard rest.starts(with: root.name.utf8) else { return nil }
        let member = rest.dropFirst(root.name.utf8.count)
        guard member.first == UInt8(ascii: ".") else { return nil }
        let name = member.dropFirst().prefix {
            $0.isASCIIAlphanumeric || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-")
        }
        return String(name)
    }
}
