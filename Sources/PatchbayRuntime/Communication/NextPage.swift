import IML
import PatchbayAuth
import PatchbayBundle
import PatchbayText

extension RequestDefinition {
    /// The request for the next page, evaluated with the page before in scope.
    ///
    /// The request's own keys are evaluated anew, so that they may name `pagination.page`. `url`, `method` and `body` of
    /// the pagination replace them; `headers` and `qs` go over them when `mergeWithParent` holds, and stand alone when it
    /// does not.
    ///
    /// - Parameters:
    ///   - pagination: What the spec says about pages.
    ///   - evaluator: Evaluates with the answer of the page before in scope.
    ///   - limits: The host's limits and defaults.
    /// - Returns: The request; `nil` when the pagination's `url` evaluates to nothing, so that there is no next page.
    /// - Throws: `PlatformError` when a template fails.
    func nextPage(
        _ pagination: PaginationDefinition,
        with evaluator: SpecEvaluator,
        limits: RuntimeLimits
    ) async throws(PlatformError) -> EvaluatedRequest? {
        if let url = pagination.url, try await evaluator.value(url).isEmpty { return nil }
        guard var next = try await evaluated(with: evaluator, limits: limits) else { return nil }
        let merges = try await evaluator.flag(pagination.mergesWithParent) ?? true
        let headers = try await evaluator.fields(pagination.headers)
        let query = try await evaluator.fields(pagination.query)
        if !merges {
            next.headers = headers ?? [:]
            next.query = query
            next.body = .undefined
        }
        if let url = pagination.url {
            let address = try await address(url, isAnswerGiven: answerGiven.contains(.page), evaluator)
            (next.url, next.isAnswerGiven, next.base) = (address.url, address.isAnswerGiven, address.base)
            if merges { next.letQueryOfURLWin() }
        }
        if let method = try await evaluator.text(pagination.method) { next.method = method }
        if pagination.body != nil { next.body = try await evaluator.value(pagination.body) }
        if merges {
            if let headers { next.headers = next.headers.overlaid(by: headers) }
            if let query { next.query = next.queryOrURLs().merging(query) }
        }
        return next
    }
}

extension EvaluatedRequest {
    /// Moves the query of a link the service gave over the parent's `qs`, which would otherwise replace it.
    fileprivate mutating func letQueryOfURLWin() {
        guard let query, let linked = queryOfURL else { return }
        self.query = query.merging(linked)
    }

    /// The query as a collection: `qs`, or what stands in `url`, so that a page's `qs` adds to it.
    fileprivate func queryOrURLs() -> Fields {
        query ?? queryOfURL ?? [:]
    }

    private var queryOfURL: Fields? {
        guard let mark = url.utf8.firstIndex(of: UInt8(ascii: "?")) else { return nil }
        return FormDecoding.fields(url.utf8[url.utf8.index(after: mark)...].prefix { $0 != UInt8(ascii: "#") })
    }
}

extension Fields {
    /// These entries with others over them.
    func merging(_ others: Fields) -> Fields {
        var result = self
        result.merge(others)
        return result
    }

    /// These header lines with others over them, whatever the case of their names.
    fileprivate func overlaid(by others: Fields) -> Fields {
        var result = Fields(caseInsensitiveKeys: true)
        result.reserveCapacity(count + others.count)
        for (name, value) in self { result[name] = value }
        for (name, value) in others { result[name] = value }
        return result
    }
}
