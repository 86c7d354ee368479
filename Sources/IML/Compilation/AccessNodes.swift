/// What follows a value: a name or an index that is known when the template is compiled.
enum PathStep: Sendable {
    case member(String)
    case element(Int)
}

/// A variable the platform has, with names and fixed indices after it: `body.data[1].id`.
final class PathNode: Node {
    let slot: Int
    let steps: [PathStep]

    init(slot: Int, steps: [PathStep]) {
        self.slot = slot
        self.steps = steps
    }

    func evaluate(_ run: inout Evaluation) throws(EvaluationError) -> Value {
        (run.variables + slot).place(at: steps)?.pointee ?? .undefined
    }

    func place(in run: borrowing Evaluation) -> UnsafePointer<Value>? {
        (run.variables + slot).place(at: steps) ?? run.nowhere
    }

    func pass(to call: inout FunctionCall, _ run: inout Evaluation) throws(EvaluationError) {
        // The scope has the value for longer than the call lasts.
        call.lend(((run.variables + slot).place(at: steps) ?? run.nowhere).pointee)
    }

    func appendText(to output: inout OutputBuffer, _ run: inout Evaluation) throws(EvaluationError) {
        (run.variables + slot).place(at: steps)?.appendText(to: &output)
    }
}

/// A value with members and indices after it, some of which have to be evaluated.
final class AccessNode: Node {
    enum Step: Sendable {
        case fixed(PathStep)
        case index(any Node)
    }

    let base: any Node
    let steps: [Step]

    init(base: any Node, steps: [Step]) {
        self.base = base
        self.steps = steps
    }

    func evaluate(_ run: inout Evaluation) throws(EvaluationError) -> Value {
        var value = try base.evaluate(&run)
        for step in steps {
            switch step {
            case .fixed(.member(let key)): value = value[key]
            case .fixed(.element(let index)): value = value.element(orMember: index)
            case .index(let node): value = value.element(at: try node.evaluate(&run))
            }
        }
        return value
    }
}

extension UnsafePointer<Value> {
    /// Where the value at the end of a path stands; `nil` when there is none.
    @inline(__always)
    fileprivate func place(at path: [PathStep]) -> UnsafePointer<Value>? {
        var place = self
        for position in path.indices {
            let next =
                switch path[position] {
                case .member(let key): place.place(ofMember: key)
                case .element(let index): place.place(ofElement: index)
                }
            guard let next else { return nil }
            place = next
        }
        return place
    }
}

extension Value {
    /// What `[index]` gives: the element of an array (1 is the first, -1 the last), the member of a collection.
    func element(at index: Value) -> Value {
        switch index {
        case .number(let number):
            if let index = number.integer { return element(orMember: index) }
            return self[number.description]
        case .text(let key):
            if case .array = self, let index = Number(key)?.integer { return element(at: index) }
            return self[key]
        default: return .undefined
        }
    }

    /// The element of an array, or the member of a collection whose key is this number.
    func element(orMember index: Int) -> Value {
        if case .collection(let fields) = self { return fields[valueOf: String(index)] }
        return element(at: index)
    }
}
