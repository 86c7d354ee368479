import CJavaScriptCore
import IMLScript

extension Realm {
    /// What is wrong with a text that is no JavaScript; `nil` when it is some.
    func syntaxFailure(of code: String, file: EngineText) -> ScriptFailure? {
        var thrown: JSValueRef?
        let isScript = withEngineText(code) { JSCheckScriptSyntax(context, $0, file.reference, 1, &thrown) }
        guard !isScript, let thrown else { return nil }
        return failure(of: thrown)
    }

    /// The failure of a text that is no JavaScript with the column of the token it names, where that can be found.
    ///
    /// The engine tells the line only. The token ends where the text up to there is refused in the same words for the
    /// first time; one it does not name is a character too many.
    func located(_ failure: ScriptFailure, in code: String, file: EngineText) -> ScriptFailure {
        let text = Array(code.unicodeScalars)
        let token = failure.message.quotedToken
        guard token != nil || failure.message.hasSuffix("Parser error"),
            let line = failure.line.flatMap({ text.line($0) })
        else { return failure }
        var (low, high) = (line.lowerBound, line.upperBound)
        while low < high {
            let middle = (low + high) / 2
            var part = String.UnicodeScalarView()
            part.append(contentsOf: text[..<middle])
            if syntaxFailure(of: String(part), file: file) == failure { high = middle } else { low = middle + 1 }
        }
        let found = text[line.lowerBound..<low].suffix(token?.count ?? 1)
        guard !found.isEmpty, token.map({ found.elementsEqual($0) }) ?? true else { return failure }
        var located = failure
        located.column = found.startIndex - line.lowerBound + 1
        return located
    }
}

extension String {
    /// The `}` of a message such as `Unexpected token '}'`.
    fileprivate var quotedToken: [Unicode.Scalar]? {
        let parts = split(separator: "'", maxSplits: 2, omittingEmptySubsequences: false)
        return parts.count == 3 && !parts[1].isEmpty ? Array(parts[1].unicodeScalars) : nil
    }
}

extension [Unicode.Scalar] {
    /// Where a line stands, counted from 1 as JavaScript ends lines; `nil` when there are less.
    fileprivate func line(_ number: Int) -> Range<Int>? {
        var (line, start) = (1, 0)
        for position in indices {
            guard ["\n", "\r", "\u{2028}", "\u{2029}"].contains(self[position]) else { continue }
            if self[position] == "\r", position + 1 < count, self[position + 1] == "\n" { continue }
            if line == number { return start..<position }
            (line, start) = (line + 1, position + 1)
        }
        return line == number ? start..<count : nil
    }
}
