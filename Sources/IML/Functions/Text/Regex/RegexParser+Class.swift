extension RegexParser {
    /// Reads a class; its `[` has been taken.
    mutating func characterClass() throws(Failure) -> RegexSet {
        var set = RegexSet()
        set.isNegated = skip("^")
        while !skip("]") {
            let first = try classAtom()
            guard next == "-", position + 1 < pattern.count, pattern[position + 1] != 0x5D else {
                set.insert(first)
                continue
            }
            position += 1
            try set.insert(from: first, to: try classAtom(), isUnicode: isUnicode)
        }
        return set
    }

    private mutating func classAtom() throws(Failure) -> ClassAtom {
        guard position < pattern.count else { throw Failure(message: "a class is not closed") }
        let value = pattern[position]
        position += 1
        guard value == 0x5C else { return .character(value) }
        if skip("b") { return .character(0x08) }
        if let set = try classEscape() { return .set(set) }
        return .character(try characterEscape())
    }
}

/// What a class lists.
private enum ClassAtom {
    case character(UInt32)
    case set(RegexSet)
}

extension RegexSet {
    fileprivate mutating func insert(_ atom: ClassAtom) {
        switch atom {
        case .character(let value): insert(value...value)
        case .set(let set): formUnion(set)
        }
    }

    /// A range; with a class at an end, the older grammar has the hyphen stand for itself.
    fileprivate mutating func insert(
        from first: ClassAtom,
        to last: ClassAtom,
        isUnicode: Bool
    ) throws(RegularExpression.SyntaxError) {
        if case .character(let low) = first, case .character(let high) = last {
            guard low <= high else {
                throw RegularExpression.SyntaxError(message: "the ends of a range are out of order")
            }
            insert(low...high)
            return
        }
        if isUnicode { throw RegularExpression.SyntaxError(message: "a class cannot be the end of a range") }
        insert(first)
        insert(0x2D...0x2D)
        insert(last)
    }
}
