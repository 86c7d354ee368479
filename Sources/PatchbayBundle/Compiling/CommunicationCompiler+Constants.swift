import IML

/// What a value has to be; one that is the same at every call is looked at when the bundle is read.
enum ConstantRule {
    /// A text.
    case text
    /// A request's method (RFC 9110, section 9.1): a token.
    case method
    /// A number of at least so much, or a text that is one.
    case number(atLeast: Int)
    /// One of some words, in any case.
    case word([String], aliases: [String] = [])
    /// Items: an array, or an object that is the only one.
    case items

    /// What is wrong with a value; `nil` when it may be right.
    func objection(to value: Value) -> (code: DiagnosticCode, message: String)? {
        if value.isMissing || value == .text("") { return nil }
        switch self {
        case .text: return value.asText == nil ? shape("a text", value) : nil
        case .method:
            guard let text = value.asText else { return shape("a text such as \"POST\"", value) }
            return text.utf8.allSatisfy(Self.isTokenByte)
                ? nil : (.unknownValue, "has to be a method such as POST, not '\(text)'")
        case .number(let least):
            let number = value.asText.map { Number($0)?.double } ?? value.asNumber?.double
            guard let number, number >= Double(least) else {
                return (.invalidSpec, "has to be a number of at least \(least), not \(Self.inWords(value))")
            }
            return nil
        case .word(let words, let aliases):
            guard let text = value.asText else { return shape("one of \(words.joined(separator: ", "))", value) }
            guard !(words + aliases).contains(text.lowercased()) else { return nil }
            let near = NearestName.suggestion(for: text, among: words)
            return (.unknownValue, "has to be one of \(words.joined(separator: ", ")), not '\(text)'\(near)")
        case .items:
            switch value {
            case .bool, .number: return shape("an expression that gives an array, such as \"{{body.items}}\"", value)
            default: return nil
            }
        }
    }

    private func shape(_ expected: String, _ value: Value) -> (code: DiagnosticCode, message: String) {
        (.invalidSpec, "has to be \(expected), not \(Self.inWords(value))")
    }

    private static func inWords(_ value: Value) -> String {
        switch value {
        case .text(let text): "'\(text)'"
        case .number, .bool: "\(value.text)"
        case .array: "an array"
        case .collection: "an object"
        default: "a \(value.typeName)"
        }
    }

    private static func isTokenByte(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
}

extension CommunicationCompiler {
    /// Reports a value that can never work, whatever the call.
    ///
    /// A template that depends on the call is left alone.
    private mutating func check(_ spec: SpecValue?, _ rule: ConstantRule) {
        guard let spec, let value = spec.tree.constantValue, let objection = rule.objection(to: value) else { return }
        templates.report(objection.code, "`\(spec.key)` \(objection.message)", at: spec.place)
    }

    /// Reports what a request says of itself that can never be sent.
    ///
    /// Without a `url` nothing is sent and all of it is ignored.
    mutating func checkConstants(of request: RequestDefinition) {
        guard request.url != nil else { return }
        for address in [request.baseURL, request.url, request.trustedCertificates] { check(address, .text) }
        check(request.method, .method)
        check(request.bodyType, .word(SpecWords.bodyTypes, aliases: SpecWords.bodyTypeAliases))
        check(request.timeout, .number(atLeast: 0))
        check(request.repetition?.delay, .number(atLeast: 0))
        check(request.repetition?.limit, .number(atLeast: 0))
        check(request.pagination?.url, .text)
        check(request.pagination?.method, .method)
        for rule in request.response.type { check(rule.type, .word(SpecWords.responseTypes)) }
    }

    /// Reports what a response says that can never work, with an answer or without.
    mutating func checkConstants(of response: ResponseDefinition) {
        check(response.iterate?.container, .items)
        check(response.limit, .number(atLeast: 1))
        check(response.trigger?.type, .word(SpecWords.triggerTypes))
        check(response.trigger?.order, .word(SpecWords.triggerOrders))
        checkErrorType(response.validType)
        checkErrorType(response.error?.type)
        for error in response.error?.byStatus.values.map(\.type) ?? [] { checkErrorType(error) }
    }

    /// Warns of an error's type that reads like one of the platform's and is none; others pass through.
    private mutating func checkErrorType(_ spec: SpecValue?) {
        guard let spec, let name = spec.tree.constantValue?.asText, !name.isEmpty else { return }
        let known = ErrorType.all.map(\.rawValue)
        guard !known.contains(name), let near = NearestName.near(name, among: known) else { return }
        templates.report(
            .unknownValue,
            "`\(spec.key)`: the platform has no error type '\(name)'; did you mean '\(near)'?",
            .warning,
            at: spec.place
        )
    }
}
