/// `!`.
final class NotNode: Node {
    let operand: any Node

    init(_ operand: any Node) {
        self.operand = operand
    }

    func evaluate(_ run: inout Evaluation, in scope: Scope) throws(EvaluationError) -> Value {
        .bool(!(try operand.evaluate(&run, in: scope)).isTruthy)
    }
}

/// `-` before a value.
final class NegativeNode: Node {
    let operand: any Node

    init(_ operand: any Node) {
        self.operand = operand
    }

    func evaluate(_ run: inout Evaluation, in scope: Scope) throws(EvaluationError) -> Value {
        let value = try operand.evaluate(&run, in: scope)
        try run.spend(reading: value)
        return value.numberForArithmetic.map { .number($0.negated) } ?? .null
    }
}

/// Two operands with an operator between.
final class BinaryNode: Node {
    let operation: BinaryOperator
    let left: any Node
    let right: any Node
    let offset: Int

    init(_ operation: BinaryOperator, _ left: any Node, _ right: any Node, offset: Int) {
        self.operation = operation
        self.left = left
        self.right = right
        self.offset = offset
    }

    func evaluate(_ run: inout Evaluation, in scope: Scope) throws(EvaluationError) -> Value {
        var result = try left.evaluate(&run, in: scope)
        let right = try right.evaluate(&run, in: scope)
        if let quick = result.quickly(operation, right) {
            try run.spend(result.comparingWork)
            return quick
        }
        try run.apply(operation, to: &result, right, at: offset)
        return result
    }
}

/// Many operands with operators of one rank between, from left to right.
final class ChainNode: Node {
    struct Operation: Sendable {
        let operation: BinaryOperator
        let operand: any Node
        let offset: Int
    }

    let first: any Node
    let operations: [Operation]

    init(_ first: any Node, _ operations: [Operation]) {
        self.first = first
        self.operations = operations
    }

    func evaluate(_ run: inout Evaluation, in scope: Scope) throws(EvaluationError) -> Value {
        var result = try first.evaluate(&run, in: scope)
        for position in operations.indices {
            let operation = operations[position]
            let operand = try operation.operand.evaluate(&run, in: scope)
            try run.apply(operation.operation, to: &result, operand, at: operation.offset)
        }
        return result
    }
}

extension Evaluation {
    /// Replaces a value by the result of an operator with it on the left; refuses a text that is too long.
    @inline(__always)
    fileprivate mutating func apply(
        _ operation: BinaryOperator,
        to result: inout Value,
        _ right: Value,
        at offset: Int
    ) throws(EvaluationError) {
        // What is appended to a text does not read it.
        if operation != .add && operation != .join || !result.isText { try spend(reading: result) }
        try spend(reading: right)
        result.apply(operation, to: right)
        guard case .text(let text) = result, text.utf8.count > outputLimit else { return }
        fails(at: offset)
        throw .output(limit: outputLimit)
    }
}

/// `&`: the first operand that is false, else the last.
final class AllNode: Node {
    let operands: Operands

    init(_ operands: [any Node]) {
        self.operands = Operands(operands)
    }

    func evaluate(_ run: inout Evaluation, in scope: Scope) throws(EvaluationError) -> Value {
        try operands.firstValue(&run, in: scope) { !$0.isTruthy }
    }
}

/// `|`: the first operand that is true, else the last.
final class AnyNode: Node {
    let operands: Operands

    init(_ operands: [any Node]) {
        self.operands = Operands(operands)
    }

    func evaluate(_ run: inout Evaluation, in scope: Scope) throws(EvaluationError) -> Value {
        try operands.firstValue(&run, in: scope) { $0.isTruthy }
    }
}
