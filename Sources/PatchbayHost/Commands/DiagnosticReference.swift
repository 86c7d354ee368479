import PatchbayBundle

/// The kinds of problems a bundle can have: what `patchbay validate --codes` prints.
package enum DiagnosticReference {
    /// Prints every code with what it means, a line each.
    package static func perform(terminal: Terminal) {
        let codes = DiagnosticCode.allCases
        let width = codes.map(\.rawValue.count).max() ?? 0
        for code in codes {
            let gap = String(repeating: " ", count: width - code.rawValue.count)
            terminal.print("\(code.rawValue)\(gap)  \(code.summary)")
        }
    }
}
