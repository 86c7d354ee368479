import PatchbayText

/// Makes the code of a regular expression from its parts.
struct RegexCompiler {
    typealias Failure = RegularExpression.SyntaxError

    private let flags: RegularExpression.Flags
    private let names: [ExactText: Int]
    private let groupCount: Int
    private(set) var program: [RegexInstruction] = []
    private(set) var sets: [RegexSet] = []
    private(set) var registerCount = 0

    /// Repetitions are written out; an expression whose code is longer is refused.
    private static let longestProgram = 20_000

    init(flags: RegularExpression.Flags, names: [ExactText: Int], groupCount: Int) {
        self.flags = flags
        self.names = names
        self.groupCount = groupCount
    }

    mutating func compile(_ tree: RegexNode) throws(Failure) {
        try append(tree, isBackward: false)
        try emit(.accept)
    }

    private mutating func emit(_ instruction: RegexInstruction) throws(Failure) {
        guard program.count < RegexCompiler.longestProgram else { throw Failure(message: "it repeats too much") }
        program.append(instruction)
    }

    private mutating func append(_ node: RegexNode, isBackward: Bool) throws(Failure) {
        switch node {
        case .unit, .set, .any: try emit(single(node, isBackward: isBackward))
        case .sequence(let parts):
            for part in isBackward ? parts.reversed() : parts { try append(part, isBackward: isBackward) }
        case .choice(let branches): try append(branches: branches, isBackward: isBackward)
        case .group(let node, let capture): try append(group: node, capture, isBackward: isBackward)
        case .backreference(let number):
            guard number < groupCount else { throw Failure(message: "there is no group \(number)") }
            try emit(.backreference(number, isBackward: isBackward))
        case .namedBackreference(let name):
            guard let number = names[ExactText(name)] else { throw Failure(message: "there is no group \(name)") }
            try emit(.backreference(number, isBackward: isBackward))
        case .start: try emit(.start)
        case .end: try emit(.end)
        case .boundary(let negated): try emit(.boundary(negated: negated))
        case .look(let node, let isBehind, let negated):
            let place = program.count
            try emit(.look(end: 0, negated: negated))
            try append(node, isBackward: isBehind)
            try emit(.accept)
            program[place] = .look(end: program.count, negated: negated)
        case .loop(let node, let least, let most, let isGreedy, let groups):
            try append(loop: node, least, most, isGreedy: isGreedy, groups, isBackward: isBackward)
        }
    }

    private mutating func single(_ node: RegexNode, isBackward: Bool) -> RegexInstruction {
        switch node {
        case .unit(let value):
            return .unit(flags.ignoresCase ? RegexCase.canonical(value) : value, isBackward: isBackward)
        case .set(let set):
            sets.append(set)
            return .set(sets.count - 1, isBackward: isBackward)
        default: return .any(isBackward: isBackward)
        }
    }

    private mutating func append(branches: [RegexNode], isBackward: Bool) throws(Failure) {
        var jumps: [Int] = []
        for branch in branches.dropLast() {
            let split = program.count
            try emit(.split(preferred: split + 1, other: 0))
            try append(branch, isBackward: isBackward)
            jumps.append(program.count)
            try emit(.jump(0))
            program[split] = .split(preferred: split + 1, other: program.count)
        }
        if let last = branches.last { try append(last, isBackward: isBackward) }
        for jump in jumps { program[jump] = .jump(program.count) }
    }

    private mutating func append(group node: RegexNode, _ capture: Int?, isBackward: Bool) throws(Failure) {
        guard let capture else { return try append(node, isBackward: isBackward) }
        try emit(.save(capture * 2 + (isBackward ? 1 : 0)))
        try append(node, isBackward: isBackward)
        try emit(.save(capture * 2 + (isBackward ? 0 : 1)))
    }

    private mutating func append(
        loop node: RegexNode,
        _ least: Int,
        _ most: Int?,
        isGreedy: Bool,
        _ groups: Range<Int>,
        isBackward: Bool
    ) throws(Failure) {
        if isGreedy, !isBackward, !flags.isUnicode, node.isSingle {
            try emit(.run(least: least, most: most ?? .max))
            return try append(node, isBackward: false)
        }
        for _ in 0..<least { try append(round: node, groups, isBackward: isBackward) }
        guard let most else {
            let start = program.count
            try appendOptional(node, groups, isGreedy: isGreedy, isBackward: isBackward, back: start)
            return
        }
        guard most > least else { return }
        var splits: [Int] = []
        for _ in least..<most {
            splits.append(try appendOptional(node, groups, isGreedy: isGreedy, isBackward: isBackward, back: nil))
        }
        for split in splits { program[split] = .choice(isGreedy, inside: split + 1, after: program.count) }
    }

    private mutating func append(round node: RegexNode, _ groups: Range<Int>, isBackward: Bool) throws(Failure) {
        if !groups.isEmpty { try emit(.forget(groups)) }
        try append(node, isBackward: isBackward)
    }

    /// A round that need not be; with a way back it may be followed by others.
    @discardableResult
    private mutating func appendOptional(
        _ node: RegexNode,
        _ groups: Range<Int>,
        isGreedy: Bool,
        isBackward: Bool,
        back: Int?
    ) throws(Failure) -> Int {
        let split = program.count
        let register = registerCount
        registerCount += 1
        try emit(.split(preferred: 0, other: 0))
        try emit(.remember(register))
        try append(round: node, groups, isBackward: isBackward)
        try emit(.progress(register))
        if let back { try emit(.jump(back)) }
        program[split] = .choice(isGreedy, inside: split + 1, after: program.count)
        return split
    }
}

extension RegexInstruction {
    fileprivate static func choice(_ isGreedy: Bool, inside: Int, after: Int) -> RegexInstruction {
        isGreedy ? .split(preferred: inside, other: after) : .split(preferred: after, other: inside)
    }
}

extension RegexNode {
    /// Whether it matches one code unit, whatever it is.
    fileprivate var isSingle: Bool {
        switch self {
        case .unit, .set, .any: true
        default: false
        }
    }
}
