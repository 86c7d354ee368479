/// The texts of several values, one after the other.
final class ConcatenationNode: Node {
    private let pieces: [any Node]
    /// Bytes the result has at least.
    private let literalBytes: Int

    private init(_ pieces: [any Node]) {
        self.pieces = pieces
        literalBytes = pieces.reduce(0) { $0 + (($1 as? ConstantNode)?.value.asText?.utf8.count ?? 0) }
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
            if !literal.isEmpty { merged.append(ConstantNode(.text(literal))) }
            literal = ""
            merged.append(piece)
        }
        if merged.isEmpty { return ConstantNode(.text(literal)) }
        if !literal.isEmpty { merged.append(ConstantNode(.text(literal))) }
        return ConcatenationNode(merged)
    }

    func evaluate(_ run: inout Evaluation) throws(EvaluationError) -> Value {
        var text = ""
        text.reserveCapacity(literalBytes + pieces.count * 8)
        let limit = run.scope.limits.outputBytes
        for piece in pieces {
            switch try piece.evaluate(&run) {
            case .text(let value): text += value
            case .undefined, .null: continue
            case let other: text += other.text
            }
            if text.utf8.count > limit { throw .output(limit: limit) }
        }
        return .text(text)
    }
}
