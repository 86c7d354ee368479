/// The parts of a node, in order.
///
/// The first four are constants of their own: an element of an array would be retained while it is evaluated.
struct Operands: Sendable {
    let first: any Node
    private let second: any Node
    private let third: any Node
    private let fourth: any Node
    private let others: [any Node]
    let count: Int

    init(_ nodes: [any Node]) {
        // What is beyond the count is never looked at.
        let absent = ConstantNode(.undefined)
        first = nodes.first ?? absent
        second = nodes.count > 1 ? nodes[1] : absent
        third = nodes.count > 2 ? nodes[2] : absent
        fourth = nodes.count > 3 ? nodes[3] : absent
        others = Array(nodes.dropFirst(4))
        count = nodes.count
    }

    /// Looks at one after the other until the closure says that it has what it wants.
    @inline(__always)
    func visit(_ isDone: (any Node) throws(EvaluationError) -> Bool) throws(EvaluationError) {
        if count == 0 { return }
        if try isDone(first) || count == 1 { return }
        if try isDone(second) || count == 2 { return }
        if try isDone(third) || count == 3 { return }
        if try isDone(fourth) || count == 4 { return }
        for node in others where try isDone(node) { return }
    }

    /// The first value that fits, else the last; what stands behind it is not evaluated.
    @inline(__always)
    func firstValue(_ run: inout Evaluation, in scope: Scope, where fits: (borrowing Value) -> Bool)
        throws(EvaluationError) -> Value
    {
        var value = Value.undefined
        try visit { node throws(EvaluationError) in
            value = try node.evaluate(&run, in: scope)
            return fits(value)
        }
        return value
    }
}
