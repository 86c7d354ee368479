/// The texts of several values, one after the other.
final class ConcatenationNode: Node {
    private let pieces: [any Node]

    private init(_ pieces: [any Node]) {
        self.pieces = pieces
    }

    /// A node for pieces of which neighbours that are constant become one.
    static func joining(_ pieces: [any Node]) -> any Node {
        var merged: [any Node] = []
        var literal = ""
        for piece in pieces {
            if let constant = piece as? ConstantNode {
                literal += constant.value.text
                continue
            }
            if !literal.isEmpty { merged.append(LiteralNode(literal)) }
            literal = ""
            merged.append(piece)
        }
        if merged.isEmpty { return ConstantNode(.text(literal)) }
        if !literal.isEmpty { merged.append(LiteralNode(literal)) }
        return ConcatenationNode(merged)
    }

    func evaluate(_ run: inout Evaluation) throws(EvaluationError) -> Value {
        let text = try String.written { output throws(EvaluationError) in
            for position in pieces.indices {
                try pieces[position].appendText(to: &output, &run)
                if output.count > run.outputLimit { throw .output(limit: run.outputLimit) }
            }
        }
        return .text(text)
    }
}
