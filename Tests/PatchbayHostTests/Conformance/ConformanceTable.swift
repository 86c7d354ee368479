/// The table of what ran: an app a line, and each component that did not run with its reason.
struct ConformanceTable {
    /// A module or an RPC.
    struct Component {
        let kind: String
        let name: String
        /// Whether the host refuses it for mistakes in its files.
        let isBroken: Bool
    }

    private struct Row {
        var modules = 0
        var rpcs = 0
        var ran = 0
        var declined = 0
        var ours = 0
        var seconds = 0.0
    }

    private var rows: [(app: String, row: Row)] = []
    private(set) var reasons: [String] = []
    private(set) var faults: [String] = []

    /// Begins the line of an app.
    mutating func begin(_ app: String) {
        rows.append((app, Row()))
    }

    /// Counts a run of a component of the app that was begun last.
    mutating func count(_ component: Component, _ verdict: Verdict, seconds: Double) {
        guard let last = rows.indices.last else { return }
        if component.kind == "module" { rows[last].row.modules += 1 } else { rows[last].row.rpcs += 1 }
        rows[last].row.seconds += seconds
        let line = "\(rows[last].app), \(component.kind) \(component.name): \(verdict.reason)"
        switch verdict.kind {
        case .ran: rows[last].row.ran += 1
        case .declined:
            rows[last].row.declined += 1
            reasons.append(line)
        case .ours:
            rows[last].row.ours += 1
            faults.append(line)
        }
    }

    /// How many components ran, or failed for the app's own reasons.
    var total: Int { rows.reduce(0) { $0 + $1.row.modules + $1.row.rpcs } }

    /// As Markdown.
    var text: String {
        var lines = ["| app | modules | RPCs | ran | declined | ours | seconds |", "|---|---|---|---|---|---|---|"]
        for (app, row) in rows {
            let seconds = (row.seconds * 100).rounded() / 100
            lines.append(
                "| \(app) | \(row.modules) | \(row.rpcs) | \(row.ran) | \(row.declined) | \(row.ours) | \(seconds) |"
            )
        }
        return (lines + reasons.map { "- declined: \($0)" } + faults.map { "- ours: \($0)" }).joined(separator: "\n")
    }
}
