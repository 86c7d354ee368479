/// A variable with names after it, the form most templates have: `body.data.id`.
final class PathNode: Node {
    let slot: Int
    let members: [String]

    init(slot: Int, members: [String]) {
        self.slot = slot
        self.members = members
    }

    func evaluate(_ run: inout Evaluation) throws(EvaluationError) -> Value {
        run.scope.storage.slots[slot].member(at: members, from: 0)
    }
}

/// A value with members and indices after it.
final class AccessNode: Node {
    enum Step: Sendable {
        case member(String)
        case element(Int)
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
            case .member(let key): value = value[key]
            case .element(let index): value = value.element(orMember: index)
            case .index(let node): value = value.element(at: try node.evaluate(&run))
            }
        }
        return value
    }
}

extension Value {
    /// The member at the end of a path of names, without copies on the way.
    func member(at path: [String], from start: Int) -> Value {
        guard start < path.count else { return self }
        guard case .collection(let fields) = self, let position = fields.position(of: path[start]) else {
            return .undefined
        }
        return fields.entries[position].value.member(at: path, from: start + 1)
    }

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
