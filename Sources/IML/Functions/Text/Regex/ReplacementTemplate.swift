import PatchbayText

/// What a match is replaced with: text, and references to what was matched (ECMA-262, GetSubstitution).
struct ReplacementTemplate {
    private enum Piece {
        case text([UInt16])
        case group(Int)
        case before
        case after
    }

    private var pieces: [Piece] = []

    /// Reads `$$`, `$&`, `` $` ``, `$'`, `$1` to `$99` and `$<name>`; a `$` before anything else stands for itself.
    init(_ text: String, _ expression: RegularExpression) {
        let units = Array(text.utf16)
        let lastClosing = units.lastIndex(of: 0x3E) ?? -1
        var literal: [UInt16] = []
        var position = 0
        while position < units.count {
            let rest = units[(position + 1)...]
            if units[position] == 0x24,
                let (piece, length) = Self.reference(rest, isClosed: position < lastClosing, expression)
            {
                if !literal.isEmpty { pieces.append(.text(literal)) }
                literal = []
                pieces.append(piece)
                position += 1 + length
            } else {
                literal.append(units[position])
                position += 1
            }
        }
        if !literal.isEmpty { pieces.append(.text(literal)) }
    }

    private static func reference(
        _ rest: ArraySlice<UInt16>,
        isClosed: Bool,
        _ expression: RegularExpression
    ) -> (Piece, length: Int)? {
        guard let first = rest.first else { return nil }
        switch Unicode.Scalar(first) {
        case "$": return (.text([0x24]), 1)
        case "&": return (.group(0), 1)
        case "`": return (.before, 1)
        case "'": return (.after, 1)
        case "<": return isClosed ? named(rest, expression) : nil
        default: return numbered(rest, expression)
        }
    }

    private static func named(
        _ rest: ArraySlice<UInt16>,
        _ expression: RegularExpression
    ) -> (Piece, length: Int)? {
        guard !expression.names.isEmpty, let end = rest.firstIndex(of: 0x3E) else { return nil }
        let name = String(decoding: rest[(rest.startIndex + 1)..<end], as: UTF16.self)
        let piece = expression.names[ExactText(name)].map(Piece.group) ?? .text([])
        return (piece, end - rest.startIndex + 1)
    }

    /// Two digits when there is such a group, else one.
    private static func numbered(
        _ rest: ArraySlice<UInt16>,
        _ expression: RegularExpression
    ) -> (Piece, length: Int)? {
        let digits = rest.prefix(2).prefix { $0 >= 0x30 && $0 <= 0x39 }.map { Int($0) - 0x30 }
        if digits.count == 2, case let number = digits[0] * 10 + digits[1], 1..<expression.groupCount ~= number {
            return (.group(number), 2)
        }
        guard let number = digits.first, 1..<expression.groupCount ~= number else { return nil }
        return (.group(number), 1)
    }

    /// Appends the replacement of a match, as far as there is room for it.
    fileprivate func append(_ match: Matching, to output: inout [UInt16]) throws(Matching.Failure) {
        for piece in pieces {
            switch piece {
            case .text(let units): try output.append(units[...], limit: match.outputLimit)
            case .group(let number):
                let (start, end) = (match.captures[number * 2], match.captures[number * 2 + 1])
                if start >= 0, end >= start { try output.append(match.text[start..<end], limit: match.outputLimit) }
            case .before: try output.append(match.text[..<match.captures[0]], limit: match.outputLimit)
            case .after: try output.append(match.text[match.captures[1]...], limit: match.outputLimit)
            }
        }
    }
}

extension [UInt16] {
    /// Appends code units where that does not make more than the limit; a text in UTF-8 has no less bytes than these.
    fileprivate mutating func append(_ units: ArraySlice<UInt16>, limit: Int) throws(Matching.Failure) {
        guard count + units.count <= limit else { throw .tooMuchOutput }
        append(contentsOf: units)
    }
}

extension Matching {
    /// The text with the first match replaced, or all of them when the expression is global.
    mutating func replacing(
        _ expression: RegularExpression,
        with template: ReplacementTemplate
    ) throws(Failure) -> [UInt16] {
        var output: [UInt16] = []
        var copied = 0
        var position = 0
        while position <= text.count, try find(expression, from: position) {
            let (start, end) = (captures[0], captures[1])
            try output.append(text[copied..<start], limit: outputLimit)
            try template.append(self, to: &output)
            copied = end
            if !expression.flags.isGlobal { break }
            position = end > start ? end : step(over: end, expression.flags.isUnicode)
        }
        try output.append(text[copied...], limit: outputLimit)
        return output
    }
}
