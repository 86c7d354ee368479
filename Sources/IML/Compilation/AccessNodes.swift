/// What follows a value: a name or an index that is known when the template is compiled.
enum PathStep: Sendable {
    case member(MemberName)
    case element(Int)
}

/// A variable the platform has, with names and fixed indices after it: `body.data[1].id`.
///
/// The names it begins with are constants of their own: what they lead to is looked at where it stands.
final class PathNode: Node {
    let slot: Int
    let steps: [PathStep]
    private let first: MemberName?
    private let second: MemberName?
    private let third: MemberName?

    init(slot: Int, steps: [PathStep]) {
        self.slot = slot
        self.steps = steps
        let names = steps.prefix(3).map(\.name).prefix { $0 != nil }
        first = names.isEmpty ? nil : names[0]
        second = names.count > 1 ? names[1] : nil
        third = names.count > 2 ? names[2] : nil
    }

    func evaluate(_ run: inout Evaluation, in scope: Scope) throws(EvaluationError) -> Value {
        value(at: first, of: scope.variables[slot], 0) { value in
            self.value(at: second, of: value, 1) { value in
                self.value(at: third, of: value, 2) { value in value.value(at: steps, from: 3) }
            }
        }
    }

    /// The value of the whole path.
    ///
    /// - Parameters:
    ///   - name: The name of the next step, where it is one of the first.
    ///   - value: What the steps before lead to.
    ///   - position: Which step is the next.
    ///   - rest: Goes on with what the name leads to.
    @inline(__always)
    private func value(at name: MemberName?, of value: Value, _ position: Int, _ rest: (Value) -> Value) -> Value {
        guard let name else { return value.value(at: steps, from: position) }
        guard case .collection(let fields) = value else { return .undefined }
        guard fields.index == nil else { return value.value(at: steps, from: position) }
        guard let found = fields.walkedPosition(of: name) else { return .undefined }
        return rest(fields.entries[found].value)
    }
}

extension PathStep {
    /// The name when this leads to a member.
    fileprivate var name: MemberName? {
        guard case .member(let name) = self else { return nil }
        return name
    }
}

extension Value {
    /// What stands at the end of a path; undefined when there is nothing.
    @inline(__always)
    fileprivate func value(at path: [PathStep], from start: Int) -> Value {
        start == path.count ? self : walked(path, from: start)
    }

    @inline(never)
    private func walked(_ path: [PathStep], from start: Int) -> Value {
        var value = self
        for step in path[start...] {
            switch step {
            case .member(let name): value = value[name.text]
            case .element(let index): value = value.element(orMember: index)
            }
        }
        return value
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

    func evaluate(_ run: inout Evaluation, in scope: Scope) throws(EvaluationError) -> Value {
        var value = try base.evaluate(&run, in: scope)
        for step in steps {
            switch step {
            case .fixed(.member(let name)): value = value[name.text]
            case .fixed(.element(let index)): value = value.element(orMember: index)
            case .index(let node): value = value.element(at: try node.evaluate(&run, in: scope))
            }
        }
        return value
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
