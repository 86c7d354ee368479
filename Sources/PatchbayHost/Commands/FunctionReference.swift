import IML

/// The documentation of the language's functions: what `patchbay eval --functions` prints.
package enum FunctionReference {
    /// Prints every function with what it gives and examples, chapter by chapter, as Markdown.
    package static func perform(terminal: Terminal) {
        for group in FunctionCatalog.Group.allCases {
            let entries = FunctionCatalog.entries.filter { $0.group == group }
            guard !entries.isEmpty else { continue }
            terminal.print("## \(group.rawValue)\n")
            for entry in entries { terminal.print(text(of: entry)) }
        }
    }

    private static func text(of entry: FunctionCatalog.Entry) -> String {
        let examples = entry.examples.map { "\n    {{\($0.expression)}}  →  \($0.result)" }.joined()
        return "`\(entry.signature)`: \(entry.summary)\n\(examples.isEmpty ? "" : examples + "\n")"
    }
}
