/// A part of a compiled expression.
///
/// Classes, not an enum or closures: a call through a class-bound witness touches no reference count of the tree.
protocol Node: AnyObject, Sendable {
    /// The value of this part.
    func evaluate(_ run: inout Evaluation) throws(EvaluationError) -> Value

    /// Where the value stands, for as long as the run lasts and nobody changes the scope; `nil` when it has to be
    /// evaluated.
    func place(in run: borrowing Evaluation) -> UnsafePointer<Value>?

    /// Appends the text of the value.
    func appendText(to output: inout OutputBuffer, _ run: inout Evaluation) throws(EvaluationError)

    /// Makes the value an argument of a call.
    func pass(to call: inout FunctionCall, _ run: inout Evaluation) throws(EvaluationError)
}

extension Node {
    func place(in run: borrowing Evaluation) -> UnsafePointer<Value>? { nil }

    func pass(to call: inout FunctionCall, _ run: inout Evaluation) throws(EvaluationError) {
        call.append(try evaluate(&run))
    }

    func appendText(to output: inout OutputBuffer, _ run: inout Evaluation) throws(EvaluationError) {
        try evaluate(&run).appendText(to: &output)
    }
}

/// A value known when the template was compiled.
final class ConstantNode: Node {
    /// Where the value stands: memory of this node alone, written once, before anybody else knows the node.
    private nonisolated(unsafe) let place: UnsafePointer<Value>

    init(_ value: Value) {
        let memory = UnsafeMutablePointer<Value>.allocate(capacity: 1)
        memory.initialize(to: value)
        place = UnsafePointer(memory)
    }

    deinit {
        UnsafeMutablePointer(mutating: place).deinitialize(count: 1)
        place.deallocate()
    }

    var value: Value { place.pointee }

    func place(in run: borrowing Evaluation) -> UnsafePointer<Value>? { place }

    func evaluate(_ run: inout Evaluation) throws(EvaluationError) -> Value { value }

    func pass(to call: inout FunctionCall, _ run: inout Evaluation) throws(EvaluationError) {
        // The node has the value for longer than the call lasts.
        call.lend(place.pointee)
    }
}

/// A text known when the template was compiled, ready to be appended.
final class LiteralNode: Node {
    private let text: String
    /// The text's UTF-8: memory of this node alone, written once, before anybody else knows the node.
    private nonisolated(unsafe) let bytes: UnsafeBufferPointer<UInt8>

    init(_ text: String) {
        self.text = text
        let memory = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: text.utf8.count)
        _ = memory.initialize(fromContentsOf: text.utf8)
        bytes = UnsafeBufferPointer(memory)
    }

    deinit {
        bytes.deallocate()
    }

    func evaluate(_ run: inout Evaluation) throws(EvaluationError) -> Value { .text(text) }

    func appendText(to output: inout OutputBuffer, _ run: inout Evaluation) throws(EvaluationError) {
        output.append(bytes: bytes)
    }
}

/// A variable of any other name.
final class NameNode: Node {
    let name: String

    init(_ name: String) {
        self.name = name
    }

    func evaluate(_ run: inout Evaluation) throws(EvaluationError) -> Value {
        run.scope.storage.extras[valueOf: name]
    }
}

/// A word for something that changes from one evaluation to the next.
final class VariableNode: Node {
    let variable: Variable

    init(_ variable: Variable) {
        self.variable = variable
    }

    func evaluate(_ run: inout Evaluation) throws(EvaluationError) -> Value {
        switch variable {
        case .now: .date(run.scope.now)
        case .timestamp:
            .number(Number(run.scope.now.millisecondsSinceEpoch.flooredQuotient(by: 1_000)))
        case .uuid: run.scope.drawUUID()
        case .random: run.scope.drawRandom()
        case .executionId: .text(run.scope.executionId)
        }
    }
}
