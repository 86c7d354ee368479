extension Matching {
    /// What an instruction led to.
    private enum Outcome {
        case goOn
        case fail
        case done
    }

    /// Follows the code from a place to its `accept`; the end of the match, or `nil` with everything undone.
    mutating func run(_ expression: RegularExpression, at start: Int, _ from: Int) throws(Failure) -> Int? {
        let base = trail.count
        var place = start
        var position = from
        while true {
            try spend()
            switch try follow(expression, &place, &position) {
            case .goOn: continue
            case .done: return position
            case .fail: if !backtrack(to: base, &place, &position) { return nil }
            }
        }
    }

    private mutating func follow(
        _ expression: RegularExpression,
        _ place: inout Int,
        _ position: inout Int
    ) throws(Failure) -> Outcome {
        let instruction = expression.program[place]
        switch instruction {
        case .unit, .set, .any:
            guard takeCharacter(instruction, expression, &position) else { return .fail }
        case .run(let least, let most):
            return try takeRun(expression, least, most, &place, &position)
        case .split(let preferred, let other):
            trail.append(Trail(kind: .branch, place: other, first: position, second: 0))
            place = preferred
            return .goOn
        case .jump(let target):
            place = target
            return .goOn
        case .save(let slot): setCapture(slot, position)
        case .forget(let groups):
            for slot in groups.lowerBound * 2..<groups.upperBound * 2 where captures[slot] >= 0 { setCapture(slot, -1) }
        case .remember(let register):
            trail.append(Trail(kind: .register, place: register, first: registers[register], second: 0))
            registers[register] = position
        case .progress(let register):
            if registers[register] == position { return .fail }
        case .look(let end, let negated):
            guard try look(expression, place + 1, position) != negated else { return .fail }
            place = end
            return .goOn
        case .accept: return .done
        default:
            guard try holds(instruction, expression, &position) else { return .fail }
        }
        place += 1
        return .goOn
    }

    private mutating func setCapture(_ slot: Int, _ position: Int) {
        trail.append(Trail(kind: .capture, place: slot, first: captures[slot], second: 0))
        captures[slot] = position
    }

    /// Goes back to the last way that was not taken; whether there was one above the base.
    private mutating func backtrack(to base: Int, _ place: inout Int, _ position: inout Int) -> Bool {
        while trail.count > base {
            let last = trail[trail.count - 1]
            switch last.kind {
            case .branch:
                trail.removeLast()
                (place, position) = (last.place, last.first)
                return true
            case .run:
                (place, position) = (last.place, last.second)
                if last.second == last.first {
                    trail.removeLast()
                } else {
                    trail[trail.count - 1].second -= 1
                }
                return true
            case .capture: captures[last.place] = last.first
            case .register: registers[last.place] = last.first
            }
            trail.removeLast()
        }
        return false
    }

    /// Whether what follows a place matches here; captures stay, ways not taken inside are given up.
    private mutating func look(_ expression: RegularExpression, _ place: Int, _ position: Int) throws(Failure) -> Bool {
        let base = trail.count
        guard try run(expression, at: place, position) != nil else { return false }
        if case .look(_, true) = expression.program[place - 1] {
            undo(to: base)
        } else {
            let undoing = trail[base...].filter { $0.kind == .capture || $0.kind == .register }
            trail.replaceSubrange(base..., with: undoing)
        }
        return true
    }

    /// Takes back what was captured since, without trying any other way.
    private mutating func undo(to base: Int) {
        while trail.count > base {
            let last = trail.removeLast()
            switch last.kind {
            case .capture: captures[last.place] = last.first
            case .register: registers[last.place] = last.first
            case .branch, .run: break
            }
        }
    }

    private mutating func takeRun(
        _ expression: RegularExpression,
        _ least: Int,
        _ most: Int,
        _ place: inout Int,
        _ position: inout Int
    ) throws(Failure) -> Outcome {
        let start = position
        let kind = expression.program[place + 1]
        while position - start < most, takeCharacter(kind, expression, &position) {}
        try spend((position - start) / 4)
        guard position - start >= least else { return .fail }
        place += 2
        if position - start > least {
            trail.append(Trail(kind: .run, place: place, first: start + least, second: position - 1))
        }
        return .goOn
    }
}
