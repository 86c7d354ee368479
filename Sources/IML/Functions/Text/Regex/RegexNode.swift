/// A part of a regular expression.
indirect enum RegexNode: Sendable {
    case unit(UInt32)
    case set(RegexSet)
    case any
    case sequence([RegexNode])
    case choice([RegexNode])
    case group(RegexNode, capture: Int?)
    case backreference(Int)
    case namedBackreference(String)
    case start
    case end
    case boundary(negated: Bool)
    case look(RegexNode, isBehind: Bool, negated: Bool)
    /// The groups inside are forgotten at the start of each round.
    case loop(RegexNode, least: Int, most: Int?, isGreedy: Bool, groups: Range<Int>)

    static let empty = RegexNode.sequence([])
}

/// A step of a compiled regular expression.
enum RegexInstruction: Sendable {
    case unit(UInt32, isBackward: Bool)
    case set(Int, isBackward: Bool)
    case any(isBackward: Bool)
    /// As many characters of one kind as there are, and fewer when that fails; the kind is the next instruction.
    case run(least: Int, most: Int)
    case split(preferred: Int, other: Int)
    case jump(Int)
    case save(Int)
    case forget(Range<Int>)
    case start
    case end
    case boundary(negated: Bool)
    case backreference(Int, isBackward: Bool)
    /// What follows, up to `accept`, has to match, or must not; then go on at the end.
    case look(end: Int, negated: Bool)
    case remember(Int)
    /// Fails in a round that matched nothing.
    case progress(Int)
    case accept
}
