/// The texts of several values, one after the other.
final class ConcatenationNode: Node {
    private let pieces: Operands

    /// Takes any number of pieces, in groups of few that stand side by side.
    private init(_ pieces: [any Node]) {
        var pieces = pieces
        while pieces.count > ConcatenationNode.groupSize {
            pieces = stride(from: 0, to: pieces.count, by: ConcatenationNode.groupSize).map { start in
                ConcatenationNode(Array(pieces[start...].prefix(ConcatenationNode.groupSize)))
            }
        }
        self.pieces = Operands(pieces)
    }

    /// So many operands are found without a look into an array.
    private static let groupSize = 4

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

    func evaluate(_ run: inout Evaluation, in scope: Scope) throws(EvaluationError) -> Value {
        .text(try String.written { output throws(EvaluationError) in try appendText(to: &output, &run, in: scope) })
    }

    func appendText(to output: inout OutputBuffer, _ run: inout Evaluation, in scope: Scope) throws(EvaluationError) {
        let start = output.count
        try pieces.visit { piece throws(EvaluationError) in
            try piece.appendText(to: &output, &run, in: scope)
            if output.count > run.outputLimit { throw .output(limit: run.outputLimit) }
            return false
        }
        try run.spend((output.count - start) >> 4)
    }
}
