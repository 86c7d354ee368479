import PatchbayText

/// Turns parsed expressions into nodes: variables become slots, functions entries of the table, constants are folded.
struct ExpressionCompiler {
    let source: String
    let functions: FunctionNames
    /// Variables expressions start from, with their places.
    private(set) var roots: [(name: String, offset: Int)] = []
    /// Names of the functions that are called.
    private(set) var calls: Set<String> = []

    init(source: String, functions: FunctionNames) {
        self.source = source
        self.functions = functions
    }

    /// Compiles an expression.
    ///
    /// - Throws: The template error of an unknown function or a wrong number of arguments.
    mutating func compile(_ expression: Expression) throws(TemplateError) -> any Node {
        switch expression.kind {
        case .constant(let value): return ConstantNode(value)
        case .variable(let variable): return VariableNode(variable)
        case .name(let name):
            roots.append((name, expression.offset))
            let root = Root(name)
            return root.index >= 0 ? PathNode(slot: root.index, steps: []) : NameNode(name)
        case .access(let base, let steps): return try compile(base: base, steps)
        case .not(let operand):
            let operand = try compile(operand)
            return folded(NotNode(operand), operand)
        case .negative(let operand):
            let operand = try compile(operand)
            return folded(NegativeNode(operand), operand)
        case .chain(let first, let operations): return try compile(first: first, operations)
        case .all(let operands):
            let nodes = try compile(operands)
            return folded(AllNode(nodes), nodes)
        case .any(let operands):
            let nodes = try compile(operands)
            return folded(AnyNode(nodes), nodes)
        case .call(let name, let arguments):
            return try compile(call: name, arguments, offset: expression.offset)
        }
    }

    private mutating func compile(_ expressions: [Expression]) throws(TemplateError) -> [any Node] {
        var nodes: [any Node] = []
        for expression in expressions { nodes.append(try compile(expression)) }
        return nodes
    }

    private mutating func compile(base: Expression, _ steps: [Expression.Step]) throws(TemplateError) -> any Node {
        var base = try compile(base)
        var compiled: [AccessNode.Step] = []
        var operands = [base]
        for step in steps {
            let step = try compile(step, &operands)
            if case .fixed(let fixed) = step, compiled.isEmpty, let path = base as? PathNode {
                base = PathNode(slot: path.slot, steps: path.steps + [fixed])
            } else {
                compiled.append(step)
            }
        }
        return compiled.isEmpty ? base : folded(AccessNode(base: base, steps: compiled), operands)
    }

    private mutating func compile(
        _ step: Expression.Step,
        _ operands: inout [any Node]
    ) throws(TemplateError) -> AccessNode.Step {
        switch step {
        case .member(let key): return .fixed(.member(MemberName(key)))
        case .first: return .fixed(.element(1))
        case .index(let index):
            let node = try compile(index)
            operands.append(node)
            if case .number(let number)? = (node as? ConstantNode)?.value, let whole = number.integer {
                return .fixed(.element(whole))
            }
            return .index(node)
        }
    }

    private mutating func compile(
        first: Expression,
        _ operations: [Expression.Operation]
    ) throws(TemplateError) -> any Node {
        var first = try compile(first)
        var rest: [ChainNode.Operation] = []
        for operation in operations {
            let operand = try compile(operation.operand)
            if rest.isEmpty, first is ConstantNode, operand is ConstantNode {
                first = folded(
                    BinaryNode(operation.operation, first, operand, offset: operation.offset),
                    [first, operand]
                )
            } else {
                rest.append(
                    ChainNode.Operation(operation: operation.operation, operand: operand, offset: operation.offset)
                )
            }
        }
        if rest.isEmpty { return first }
        if rest.count == 1 { return BinaryNode(rest[0].operation, first, rest[0].operand, offset: rest[0].offset) }
        return ChainNode(first, rest)
    }

    private mutating func compile(
        call name: String,
        _ expressions: [Expression],
        offset: Int
    ) throws(TemplateError) -> any Node {
        let arguments = try compile(expressions)
        if functions.isCustom(name) {
            calls.insert(name)
            return AppCallNode(name, arguments, offset: offset)
        }
        guard let builtin = Builtin.named[ExactText(name)] else { throw unknown(name, at: offset) }
        calls.insert(name)
        guard builtin.arguments.contains(arguments.count) else {
            throw wrongCount(arguments.count, of: builtin, at: offset)
        }
        let node: any Node =
            switch name {
            case "if":
                IfNode(
                    condition: arguments[0],
                    then: arguments[1],
                    otherwise: arguments.count > 2 ? arguments[2] : ConstantNode(.undefined)
                )
            case "ifempty": IfEmptyNode(arguments)
            case "switch": SwitchNode(arguments)
            default: BuiltinNode(builtin, arguments, offset: offset)
            }
        return builtin.isPure ? folded(node, arguments) : node
    }
}

extension ExpressionCompiler {
    /// The value of a node whose operands are all constant, else the node; one that fails is left to fail when it runs.
    private func folded(_ node: any Node, _ operands: [any Node]) -> any Node {
        guard operands.allSatisfy({ $0 is ConstantNode }) else { return node }
        let scope = Scope(limits: EvaluationLimits(outputBytes: 4 << 10, steps: 10_000))
        let value = try? Evaluation.run(in: scope) { run throws(EvaluationError) in try node.evaluate(&run, in: scope) }
        return value.map(ConstantNode.init) ?? node
    }

    private func folded(_ node: any Node, _ operand: any Node) -> any Node {
        folded(node, [operand])
    }

    private func unknown(_ name: String, at offset: Int) -> TemplateError {
        let suggestion =
            functions.question(about: name)
            ?? "An app's own functions stand in functions/\(name)/\(name).code.js"
        return TemplateError(
            .unknownFunction,
            "There is no function \(name)",
            suggestion: suggestion,
            at: offset,
            in: source
        )
    }

    private func wrongCount(_ count: Int, of builtin: Builtin, at offset: Int) -> TemplateError {
        let (least, most) = (builtin.arguments.lowerBound, builtin.arguments.upperBound)
        let expected =
            if most == Builtin.any {
                count > most ? "at most \(most)" : "at least \(least)"
            } else {
                least == most ? "\(least)" : "\(least) to \(most)"
            }
        let noun = expected.hasSuffix(" 1") || expected == "1" ? "argument" : "arguments"
        return TemplateError(
            .argumentCount,
            "\(builtin.name) takes \(expected) \(noun), not \(count)",
            suggestion: "Write \(builtin.signature)",
            at: offset,
            in: source
        )
    }
}

extension Builtin {
    /// Whether the value depends on nothing but the arguments, so that it can be found when the template is compiled.
    var isPure: Bool {
        switch group {
        case .general, .math, .text, .binary: true
        case .arrays: name != "shuffle"
        case .dates, .runtime: false
        }
    }
}
