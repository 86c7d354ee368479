import PatchbayText

extension Matching {
    /// Takes one character when it is of the instruction's kind.
    func takeCharacter(
        _ instruction: RegexInstruction,
        _ expression: RegularExpression,
        _ position: inout Int
    ) -> Bool {
        switch instruction {
        case .unit(let expected, let isBackward):
            guard let (value, after) = character(at: position, isBackward, expression.flags) else { return false }
            guard value == expected || expression.flags.ignoresCase && RegexCase.canonical(value) == expected else {
                return false
            }
            position = after
        case .set(let index, let isBackward):
            guard let (value, after) = character(at: position, isBackward, expression.flags),
                expression.sets[index].matches(value, ignoringCase: expression.flags.ignoresCase)
            else { return false }
            position = after
        case .any(let isBackward):
            guard let (value, after) = character(at: position, isBackward, expression.flags),
                expression.flags.dotMatchesAll || !isLineEnd(value)
            else { return false }
            position = after
        default: return false
        }
        return true
    }

    /// The character after a position, or before it, with the position behind it.
    @inline(__always)
    private func character(
        at position: Int,
        _ isBackward: Bool,
        _ flags: RegularExpression.Flags
    ) -> (UInt32, Int)? {
        if isBackward {
            guard position > 0 else { return nil }
            let unit = text[position - 1]
            if flags.isUnicode, unit & 0xFC00 == 0xDC00, position > 1, text[position - 2] & 0xFC00 == 0xD800 {
                return (Matching.scalar(text[position - 2], unit), position - 2)
            }
            return (UInt32(unit), position - 1)
        }
        guard position < text.count else { return nil }
        let unit = text[position]
        if flags.isUnicode, unit & 0xFC00 == 0xD800, position + 1 < text.count, text[position + 1] & 0xFC00 == 0xDC00 {
            return (Matching.scalar(unit, text[position + 1]), position + 2)
        }
        return (UInt32(unit), position + 1)
    }

    private static func scalar(_ high: UInt16, _ low: UInt16) -> UInt32 {
        0x10000 + UInt32(high & 0x3FF) << 10 + UInt32(low & 0x3FF)
    }

    private func isLineEnd(_ value: UInt32) -> Bool {
        value == 0x0A || value == 0x0D || value == 0x2028 || value == 0x2029
    }

    /// Whether a position or an earlier group is what the instruction asks for.
    mutating func holds(
        _ instruction: RegexInstruction,
        _ expression: RegularExpression,
        _ position: inout Int
    ) throws(Failure) -> Bool {
        switch instruction {
        case .start:
            return position == 0 || expression.flags.isMultiline && isLineEnd(UInt32(text[position - 1]))
        case .end:
            return position == text.count || expression.flags.isMultiline && isLineEnd(UInt32(text[position]))
        case .boundary(let negated):
            let before = position > 0 && isWord(text[position - 1])
            let after = position < text.count && isWord(text[position])
            return (before != after) != negated
        case .backreference(let group, let isBackward):
            return try takeGroup(group, isBackward, expression, &position)
        default: return false
        }
    }

    private func isWord(_ unit: UInt16) -> Bool {
        RegexSet.words.matches(UInt32(unit), ignoringCase: false)
    }

    /// What a group matched, once more; a group that matched nothing is nothing.
    private mutating func takeGroup(
        _ group: Int,
        _ isBackward: Bool,
        _ expression: RegularExpression,
        _ position: inout Int
    ) throws(Failure) -> Bool {
        let (start, end) = (captures[group * 2], captures[group * 2 + 1])
        guard start >= 0, end >= start else { return true }
        let first = isBackward ? position - (end - start) : position
        guard first >= 0, first + end - start <= text.count else { return false }
        try spend(end - start)
        for offset in 0..<end - start {
            let (one, other) = (UInt32(text[start + offset]), UInt32(text[first + offset]))
            guard one == other || expression.flags.ignoresCase && RegexCase.canonical(one) == RegexCase.canonical(other)
            else { return false }
        }
        position = isBackward ? first : first + end - start
        return true
    }
}
