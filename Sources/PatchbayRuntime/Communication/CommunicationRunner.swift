import Crypto
import IML
import PatchbayAuth
import PatchbayBundle
import PatchbayText

/// Runs the requests of a communication in order, with the `temp` they share, and hands on what they give.
struct CommunicationRunner {
    let communication: Communication
    let plan: OutputPlan

    /// Runs the single requests.
    var runner: RequestRunner

    /// Which of the host's limits ended pages or repetitions before the service had no more, if one did.
    var truncation: String? { runner.truncation }

    /// Prepares to run a communication.
    init(_ communication: Communication, plan: OutputPlan, runner: RequestRunner) {
        self.communication = communication
        self.plan = plan
        self.runner = runner
        self.runner.origins = SpecOrigins(communication)
    }

    private var evaluator: SpecEvaluator { runner.evaluator }

    /// Runs everything.
    ///
    /// - Parameter collector: Takes the outputs.
    /// - Throws: `PlatformError`, or whatever the collector's sink throws.
    mutating func run(into collector: inout BundleCollector) async throws {
        for (index, request) in communication.requests.enumerated() {
            if try await runner.begin(request) {
                try await run(request, at: index, into: &collector)
            } else {
                try await skip(request, at: index, into: &collector)
            }
        }
        try await collector.finish()
    }

    /// A skipped request leaves the output of the one before, unless it names a default.
    private func skip(
        _ request: RequestDefinition,
        at index: Int,
        into collector: inout BundleCollector
    ) async throws {
        guard let fallback = request.conditionDefault else { return }
        collector.begin(streaming: isSettled(after: index), limit: plan.limit(spec: nil))
        try await take(try await evaluator.value(fallback), into: &collector)
    }

    private mutating func run(
        _ request: RequestDefinition,
        at index: Int,
        into collector: inout BundleCollector
    ) async throws {
        let specLimit = try await evaluator.limit(request.response.limit)
        // A wrapper makes something of all outputs; what may be given counts afterwards.
        let wraps = request.response.wrapper != nil
        collector.begin(
            streaming: isSettled(after: index) && !wraps,
            limit: wraps ? specLimit : plan.limit(spec: specLimit)
        )
        var pages = PageState(callerLimit: plan.callerLimit)
        runner.evaluator.scope[.pagination] = pages.value
        var sent = try await runner.answer(request)
        var count = try await takeItems(of: request, into: &collector)
        var read = PagesRead()
        if request.pagination != nil, let sent { read.add(sent.digest) }
        while sent != nil, let pagination = request.pagination, !collector.isFull {
            pages.advance(itemsOnPage: count)
            runner.evaluator.scope[.pagination] = pages.value
            guard try await wantsNextPage(pagination, itemsOnPage: count) else { break }
            sent = try await turn(request, pagination, to: pages, after: &read)
            guard sent != nil else { break }
            count = try await takeItems(of: request, into: &collector)
        }
        try await wrap(request, into: &collector)
    }

    /// Whether no later request can replace the output of this one.
    private func isSettled(after index: Int) -> Bool {
        index == communication.requests.count - 1
    }
}

// MARK: - Items

extension CommunicationRunner {
    /// Hands on the outputs of the answer that was just taken.
    ///
    /// - Returns: How many items it had.
    private mutating func takeItems(
        of request: RequestDefinition,
        into collector: inout BundleCollector
    ) async throws -> Int {
        let definition = request.response
        guard let iterate = definition.iterate else {
            let body = evaluator.scope[.body]
            let output = definition.output == nil ? body : try await evaluator.value(definition.output)
            try await take(output, into: &collector)
            return Self.count(of: output)
        }
        let items = try await evaluator.items(of: iterate.container)
        // An empty page has no item; the one of the page before must not stand for it.
        runner.evaluator.scope[.item] = .undefined
        runner.evaluator.scope[.iterate] = [
            "container": ["first": items.first ?? .undefined, "last": items.last ?? .undefined]
        ]
        let outputs = ItemOutputs(items: items, condition: iterate.condition, output: definition.output)
        try await outputs.evaluate(with: &runner.evaluator) { output in
            try await collector.take(output)
            return !collector.isFull
        }
        return items.count
    }

    private static func count(of output: Value) -> Int {
        switch output {
        case .undefined, .null, .bool(false): 0
        case .array(let elements): elements.count
        default: 1
        }
    }

    private func take(_ output: Value, into collector: inout BundleCollector) async throws {
        guard plan.spreadsArrays, case .array(let elements) = output else { return try await collector.take(output) }
        for element in elements { try await collector.take(element) }
    }

    private mutating func wrap(_ request: RequestDefinition, into collector: inout BundleCollector) async throws {
        guard let wrapper = request.response.wrapper else { return }
        let outputs = collector.takeHeld()
        let isList = request.response.iterate != nil || outputs.count > 1
        runner.evaluator.scope[.output] = isList ? .array(outputs) : outputs.first ?? .undefined
        collector.begin(streaming: false, limit: plan.limit(spec: nil))
        try await take(try await evaluator.value(wrapper), into: &collector)
    }
}

// MARK: - Pages

extension CommunicationRunner {
    private func wantsNextPage(_ pagination: PaginationDefinition, itemsOnPage: Int) async throws -> Bool {
        guard let condition = pagination.condition else { return itemsOnPage > 0 }
        return try await evaluator.value(condition).isTruthy
    }

    /// The limit that keeps the call from reading a page; `nil` for none.
    private func limit(before pages: PageState) -> String? {
        if pages.page > runner.execution.limits.pages { return "pages" }
        return runner.execution.maySendMore ? nil : "requests"
    }

    /// Fetches the next page.
    ///
    /// - Returns: The request as it was sent; `nil` when there is no next page, or a limit keeps the call from reading it.
    /// - Throws: `RuntimeError` when it would be a page that was read before.
    private mutating func turn(
        _ request: RequestDefinition,
        _ pagination: PaginationDefinition,
        to pages: PageState,
        after read: inout PagesRead
    ) async throws(PlatformError) -> OutgoingRequest? {
        let limits = runner.execution.limits
        let reached = limit(before: pages)
        var isCut = false
        var page: SHA256.Digest?
        do {
            let sent = try await runner.fetch(request) { [read] runner throws(PlatformError) in
                guard let evaluated = try await request.nextPage(pagination, with: runner.evaluator, limits: limits)
                else { return .nothing }
                let next = try runner.outgoing(evaluated)
                let digest = next.digest
                if let objection = read.objection(to: digest, next) { throw objection }
                page = digest
                // Only now is it known that there is a page the call may not read.
                isCut = reached != nil
                return isCut ? .nothing : .request(next)
            }
            if isCut { runner.truncation = reached }
            if sent != nil, let page { read.add(page) }
            return sent
        } catch {
            // A redirect or a retry on the way to the page met the limit.
            guard runner.execution.hasMetRequestLimit else { throw error }
            runner.truncation = "requests"
            return nil
        }
    }
}
