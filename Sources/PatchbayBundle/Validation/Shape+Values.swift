import IML
import PatchbayText

extension Shape {
    /// Whether a template may give the value.
    var takesTemplates: Bool {
        switch self {
        case .object(let object): object.isTemplated
        case .either(let choices, _): choices.contains(where: \.takesTemplates)
        case .named(let named): named.shape.takesTemplates
        default: true
        }
    }

    /// Whether a value of some kind may fit; whether it does is another question.
    func mayBe(_ kind: SourceNode.Kind) -> Bool {
        switch (self, kind) {
        case (.any, _), (.items, _): true
        case (.text, .text), (.openText, .text), (.method, .text), (.errorType, .text), (.reference, .text): true
        case (.words, .text), (.words, .number), (.number, .text), (.number, .number): true
        case (.scalar, .text), (.scalar, .number), (.scalar, .bool), (.flag, .bool), (.flag, .text): true
        case (.paths, .text), (.paths, .array), (.object, .object), (.list, .array): true
        case (.object(let object), .text(let text)): object.isTemplated && text.contains(bytesOf: "{{")
        case (.either(let choices, _), _): choices.contains { $0.mayBe(kind) }
        case (.named(let named), _): named.shape.mayBe(kind)
        default: false
        }
    }

    /// What is wrong with a value that is no object and no list to go into; `nil` for nothing.
    func objection(to node: SourceNode) -> Objection? {
        switch self {
        case .text, .openText: return node.text == nil ? wrong(node) : nil
        case .scalar: return node.entries != nil || node.elements != nil ? wrong(node) : nil
        case .flag: return node.constant.isFlag ? nil : wrong(node)
        case .number(let range): return objection(to: node, in: range)
        case .method:
            guard let text = node.constant.text else { return wrong(node) }
            return text.utf8.allSatisfy(ASCIISet.token.contains)
                ? nil : Objection(code: .unknownValue, message: "has to be a method such as POST, not '\(text)'")
        case .words(let words): return objection(to: node, words)
        case .items:
            let value = node.bareLiteral ?? node
            return value.isFlag || value.isNumber ? wrong(value) : nil
        case .reference: return node.isReference ? nil : wrong(node)
        case .any, .errorType, .paths, .object, .list, .either, .named: return nil
        }
    }

    private func objection(to node: SourceNode, in range: ClosedRange<Double>) -> Objection? {
        let number: Double? =
            switch node.constant.kind {
            case .number(let number): number.double
            case .text(let text): Number(text)?.double
            default: nil
            }
        guard let number, range.contains(number) else { return wrong(node) }
        return nil
    }

    private func objection(to node: SourceNode, _ words: Words) -> Objection? {
        let constant = node.constant
        if constant.isNumber, words.words.contains(where: { $0.isExactly(constant.value.text) }) { return nil }
        guard let text = constant.text else { return wrong(node) }
        let spelled = words.isExact ? text : text.lowercased()
        guard !(words.words + words.aliases).contains(where: { $0.isExactly(spelled) }) else { return nil }
        let near = NearestName.ending(for: text, among: words.words)
        return Objection(code: .unknownValue, message: "has to be \(inWords), not '\(text)'\(near)")
    }

    private func wrong(_ node: SourceNode) -> Objection {
        Objection(code: nil, message: "has to be \(inWords), not \(node.valueInWords)")
    }

    /// What to call a value of the shape.
    var inWords: String {
        switch self {
        case .any: "any value"
        case .text, .openText, .errorType: "a text"
        case .scalar: "a text, a number or a boolean"
        case .flag: "true or false"
        case .number(let range): Self.inWords(range)
        case .method: "a text such as \"POST\""
        case .words(let words): "one of \(words.words.joined(separator: ", "))"
        case .items: "an expression that gives an array, such as \"{{body.items}}\""
        case .paths: "a text or an array of texts"
        case .reference: "an rpc:// reference"
        case .object(let object): object.isTemplated ? "an object, or a template that gives one" : "an object"
        case .list: "an array"
        case .either(_, let called): called
        case .named(let named): named.shape.inWords
        }
    }

    private static func inWords(_ range: ClosedRange<Double>) -> String {
        let least = inWords(range.lowerBound)
        switch (range.lowerBound > -.greatestFiniteMagnitude, range.upperBound < .greatestFiniteMagnitude) {
        case (true, true): return "a number from \(least) to \(inWords(range.upperBound))"
        case (true, false): return "a number of at least \(least)"
        default: return "a number"
        }
    }

    private static func inWords(_ bound: Double) -> String {
        bound.rounded() == bound ? String(Int(exactly: bound) ?? 0) : String(bound)
    }

    /// What to call an element of this shape, where it has a name of its own.
    var elementTitle: String? {
        switch self {
        case .object(let object): object.title
        case .named(let named): named.shape.elementTitle
        case .either(let choices, _): choices.lazy.compactMap(\.elementTitle).first
        default: nil
        }
    }
}

extension SourceNode {
    /// Whether this is `true` or `false`.
    fileprivate var isFlag: Bool {
        if case .bool = kind { true } else { false }
    }

    /// Whether this is a number.
    fileprivate var isNumber: Bool {
        if case .number = kind { true } else { false }
    }

    /// Whether this is a reference to an RPC, or a template that may give one.
    var isReference: Bool {
        guard let text else { return false }
        return text.lowercased().starts(withBytesOf: "rpc://") || text.contains(bytesOf: "{{")
    }

    /// What a template that is nothing but a literal, as `{{5}}`, stands for; `nil` for any other value.
    var literal: SourceNode? {
        guard let text = text?.utf8, text.count >= 4, text.starts(with: "{{".utf8),
            text.suffix(2).elementsEqual("}}".utf8)
        else { return nil }
        return literal(String(Substring(text.dropFirst(2).dropLast(2))))
    }

    /// The same of a text that is an expression without its braces.
    var bareLiteral: SourceNode? {
        guard let text else { return nil }
        return text.contains(bytesOf: "{{") ? literal : literal(text)
    }

    /// The value itself, or what a template that is a literal stands for.
    var constant: SourceNode { literal ?? self }

    private func literal(_ source: String) -> SourceNode? {
        let word = String(decoding: source.utf8.filter { $0 != UInt8(ascii: " ") }, as: UTF8.self)
        var literal = self
        if word.isExactly(oneOf: "true", "false") {
            literal.kind = .bool(word.isExactly("true"))
        } else if let number = Number(word) {
            literal.kind = .number(number)
        } else {
            return nil
        }
        return literal
    }

    /// What to call it in a message, the value where it is short.
    fileprivate var valueInWords: String {
        switch kind {
        case .text(let text): "'\(text)'"
        case .number, .bool: value.text
        default: kindInWords
        }
    }
}
