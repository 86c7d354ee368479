import PatchbayText

/// Merges specs before they are compiled, template text and all.
///
/// The component's side always wins; what it does not say stays as the other side has it. Of an object that is merged
/// deeply, the entries only the lower side has come first, so that a spread key of the upper side may replace them.
enum SpecMerge {
    /// How the value of a key merges.
    enum Rule {
        /// The upper side's value counts.
        case replace
        /// Objects merge entry by entry, each by a rule of its own.
        case entries(@Sendable (String) -> Rule)
        /// As entries that replace one another, keys without regard to case.
        case headers
        /// Objects merge all the way down.
        case deep
        /// Lists are put one after the other.
        case concatenate
        /// As `deep`; a text stands for an object with a `message`.
        case error
    }

    /// The rule of a key of a request.
    static func requestRule(signingKeys: Set<String>) -> Rule {
        let signing = Set(signingKeys.map { ExactText($0) })
        return .entries { key in
            switch ExactText(key) {
            case "headers": .headers
            case "qs", "temp": .deep
            case "log": .entries { $0.isExactly("sanitize") ? .concatenate : .replace }
            case "response": .entries(responseRule)
            case let key where signing.contains(key): .deep
            default: .replace
            }
        }
    }

    @Sendable
    private static func responseRule(_ key: String) -> Rule {
        switch ExactText(key) {
        case "error": .error
        case "temp": .deep
        default: .replace
        }
    }

    /// One value over another.
    static func merge(_ upper: SourceNode, over lower: SourceNode, by rule: Rule) -> SourceNode {
        switch rule {
        case .replace: return upper
        case .entries(let rules): return merge(upper, over: lower, identity: \.self, rules)
        case .headers: return merge(upper, over: lower, identity: { $0.lowercased() }) { _ in .replace }
        case .deep: return merge(upper, over: lower, identity: \.self) { _ in .deep }
        case .error: return merge(upper.asError, over: lower.asError, identity: \.self) { _ in .deep }
        case .concatenate:
            var result = upper
            result.kind = .array(lower.asList + upper.asList)
            return result
        }
    }

    /// Merges two objects; keys of one identity are the same key.
    private static func merge(
        _ upper: SourceNode,
        over lower: SourceNode,
        identity: (String) -> String,
        _ rules: (String) -> Rule
    ) -> SourceNode {
        guard case .object(let above) = upper.kind, case .object(let below) = lower.kind else { return upper }
        let taken = Set(above.filter { !$0.isSpread }.map { ExactText(identity($0.key)) })
        var others: [ExactText: SourceNode] = [:]
        var merged = below.filter { entry in
            guard !entry.isSpread, taken.contains(ExactText(identity(entry.key))) else { return true }
            others[ExactText(identity(entry.key))] = entry.value
            return false
        }
        for var entry in above {
            if !entry.isSpread, let other = others[ExactText(identity(entry.key))] {
                entry.value = merge(entry.value, over: other, by: rules(entry.key))
            }
            merged.append(entry)
        }
        var result = upper
        result.kind = .object(merged)
        return result
    }
}

// MARK: - Whole specs

extension SpecMerge {
    /// A component's communication over the base, request by request: of a base that is an array, the last one repeats.
    static func communication(_ spec: SourceNode, over base: SourceNode?, signingKeys: Set<String>) -> SourceNode {
        guard let base else { return spec }
        let rule = requestRule(signingKeys: signingKeys)
        guard case .array(let requests) = spec.kind else {
            return base.request(at: 0).map { merge(spec, over: $0, by: rule) } ?? spec
        }
        var result = spec
        result.kind = .array(
            requests.enumerated().map { index, request in
                base.request(at: index).map { merge(request, over: $0, by: rule) } ?? request
            }
        )
        return result
    }

    /// An epoch over the requests of its trigger: over the last one, those before it stay as they are.
    static func epoch(_ epoch: SourceNode, over communication: SourceNode, signingKeys: Set<String>) -> SourceNode {
        let rule = requestRule(signingKeys: signingKeys)
        guard case .array(var requests) = communication.kind, let last = requests.popLast() else {
            return merge(epoch, over: communication, by: rule)
        }
        var result = communication
        result.kind = .array(requests + [merge(epoch, over: last, by: rule)])
        return result
    }

    /// A directive with the root objects of its spec under its own.
    static func directive(_ directive: SourceNode, under roots: [SourceEntry]) -> SourceNode {
        guard !roots.isEmpty else { return directive }
        var result = directive
        switch directive.kind {
        case .array(let requests):
            result.kind = .array(requests.map { Self.directive($0, under: roots) })
        case .object:
            var base = directive
            base.kind = .object(roots)
            return merge(directive, over: base, by: .entries { _ in .deep })
        default: break
        }
        return result
    }
}

extension SourceNode {
    /// The request of a position in a spec that is one or many.
    fileprivate func request(at index: Int) -> SourceNode? {
        guard case .array(let requests) = kind else { return self }
        return requests.isEmpty ? nil : requests[min(index, requests.count - 1)]
    }

    fileprivate var asList: [SourceNode] {
        switch kind {
        case .array(let elements): elements
        case .null: []
        default: [self]
        }
    }

    /// An `error` in its long form.
    fileprivate var asError: SourceNode {
        guard case .text = kind else { return self }
        var long = self
        long.kind = .object([SourceEntry(key: "message", file: file, keyOffset: offset, value: self)])
        return long
    }
}
