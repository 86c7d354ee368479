import IML
import PatchbayAuth
import PatchbayBundle
import PatchbayText
import PatchbayTransport

/// A connection on its way to being authorized: runs its spec's directives for the handler that owns it.
actor ConnectionSession: AuthorizationSession {
    /// Which connection spec of which app the session is for.
    struct Subject: Sendable {
        let app: LoadedApp
        let definition: ConnectionDefinition
        /// Signs requests that hold the handler's key.
        let handler: any AuthenticationHandler
        /// What whoever runs the host filled in for the spec.
        let installation: Installation
    }

    nonisolated let shape: SpecShape
    nonisolated let callbackURL: String
    nonisolated let flowState: String?

    private let registeredCallback: String
    /// What is asked for: the spec's default scopes, and those the connection has or wants beside them, each once.
    private let scopes: [String]
    private var offered: Fields = [:]
    private let subject: Subject
    private let execution: Execution
    private let save: (@Sendable (Fields) async throws -> Void)?

    /// What its answers hold that sounds or looks secret, for an error of its spec or its app may quote them.
    private var heard = SecretTexts()

    /// Hides what must not be shown of it: what it holds and was told, and the credentials it sent last.
    var masker: Masker {
        let own = SecretFinder(cost: Value.collection(draft.data).footprint(upTo: .max)) {
            [subject, fields = draft.secretFields, heard] in
            var secrets = SecretTexts(subject, data: fields)
            secrets.add(heard)
            return secrets
        }
        return Masker([own] + execution.sentSecrets)
    }

    /// What the connection has become so far.
    private(set) var draft: ConnectionDraft

    /// Opens a session.
    ///
    /// - Parameters:
    ///   - subject: The spec and its handler.
    ///   - draft: The connection as it is.
    ///   - callback: Where services send the user's browser, as it is registered with them.
    ///   - state: This flow's unguessable state; `nil` outside an authorization.
    ///   - execution: The call the directives are counted in.
    ///   - save: Stores entries as they come in, for a connection that is in use; `nil` keeps them to the session.
    init(
        _ subject: Subject,
        draft: ConnectionDraft,
        callback: String,
        state: String?,
        execution: Execution,
        save: (@Sendable (Fields) async throws -> Void)? = nil
    ) {
        self.subject = subject
        self.draft = draft
        registeredCallback = callback
        flowState = state
        callbackURL = state.map { "\(callback)?state=\($0)" } ?? callback
        self.execution = execution
        self.save = save
        var seen = Set<ExactText>()
        scopes = (subject.definition.defaultScope + draft.scopes).filter { seen.insert(ExactText($0)).inserted }
        shape = SpecShape(isArray: subject.definition.isArray, keys: subject.definition.keys)
    }

    nonisolated var now: Double { execution.services.now() }

    func data(_ key: String) -> Value {
        draft.data[key] ?? .undefined
    }

    func store(_ entries: Fields) async throws {
        draft.merge(entries)
        try await save?(entries)
    }

    func offer(_ entries: Fields) {
        offered.merge(entries)
    }

    func perform(_ directive: String?, options: DirectiveOptions) async throws -> DirectiveAnswer? {
        guard let communication = communication(of: directive) else { return nil }
        var runner = makeRunner(directive)
        runner.bodyEntries = options.bodyEntries
        runner.origins = SpecOrigins(communication)
        var answer: DirectiveAnswer?
        var issued = IssuedEntries()
        for request in communication.requests {
            guard try await runner.begin(request) || options.ignoresCondition else { continue }
            do { _ = try await runner.answer(request) } catch {
                if let response = runner.response { hear(response) }
                throw error
            }
            if let response = runner.response { hear(response) }
            try await keep(request.response, from: runner.evaluator, noting: &issued)
            runner.evaluator.show(draft.data)
            if let response = runner.response {
                answer = DirectiveAnswer(response, body: runner.evaluator.scope[.body])
            }
        }
        draft.temp = runner.evaluator.scope[.temp]
        // A refresh keeps what is there; an authorization has nothing yet.
        if flowState != nil, let directive, let answer, issuesCredentials(directive),
            let objection = issued.objection(to: directive, answering: answer.body)
        {
            throw objection
        }
        return answer
    }

    func destination(of directive: String) async throws -> BrowserDestination {
        guard let request = communication(of: directive)?.requests.first else {
            throw missing(directive)
        }
        var runner = makeRunner(directive)
        _ = try await runner.begin(request)
        draft.temp = runner.evaluator.scope[.temp]
        guard let evaluated = try await request.evaluated(with: runner.evaluator, limits: execution.limits) else {
            throw missing(directive)
        }
        let outgoing = try runner.written(evaluated)
        guard !outgoing.address.hasUserInformation else {
            throw PlatformError(
                .invalidConfigurationError,
                "The address to send the user to has a user name before its host, which hides what the host is.",
                path: "\(directive).url"
            )
        }
        return BrowserDestination(url: outgoing.url, credentials: outgoing.signing.values.first ?? .undefined)
    }

    func accept(_ directive: String, query: Fields) async throws {
        guard let response = communication(of: directive)?.requests.first?.response else { return }
        var evaluator = makeEvaluator()
        evaluator.scope[.query] = .collection(query)
        try await evaluator.assignTemp(response.temp)
        try await ResponseJudge(definition: response, evaluator: evaluator, now: now).check(nil)
        draft.temp = evaluator.scope[.temp]
        var issued = IssuedEntries()
        try await keep(response, from: evaluator, noting: &issued)
    }

    func rootObject(_ key: String) async throws -> Value {
        guard let tree = subject.definition.rootObjects[key] else { return .undefined }
        let place = SourcePlace(file: subject.definition.name, line: 1, column: 1)
        return try await makeEvaluator().value(SpecValue(tree: tree, key: key, place: place))
    }

    func condition(of directive: String) async throws -> Bool? {
        guard let condition = communication(of: directive)?.requests.first?.condition else { return nil }
        return try await makeEvaluator().holds(condition)
    }
}

// MARK: - Running directives

extension ConnectionSession {
    private func communication(of directive: String?) -> Communication? {
        directive.map { subject.definition.directives[$0] } ?? subject.definition.communication
    }

    private func issuesCredentials(_ directive: String) -> Bool {
        subject.handler.directives.contains { $0.issuesCredentials && $0.name.isExactly(directive) }
    }

    private func missing(_ directive: String) -> PlatformError {
        PlatformError(
            .invalidConfigurationError,
            "The connection spec '\(subject.definition.name)' has no \(directive) with a url to send the user to."
        )
    }

    private func makeEvaluator() -> SpecEvaluator {
        var scope = Scope(execution, environment: draft.environment)
        scope[.common] = subject.installation.common ?? subject.app.definition.common
        scope[.temp] = draft.temp
        var oauth: Fields = ["scope": .array(scopes.map(Value.text))]
        for name in ["redirectUri", "localRedirectUri", "makeRedirectUri"] { oauth[name] = .text(registeredCallback) }
        oauth.merge(offered)
        scope[.oauth] = .collection(oauth)
        var evaluator = SpecEvaluator(
            scope: scope,
            functions: subject.app.functionCaller(execution.services),
            execution: execution,
            quoting: .withheld
        )
        evaluator.show(draft.data)
        return evaluator
    }

    private func makeRunner(_ directive: String?) -> RequestRunner {
        let handler = subject.handler
        let signing = Exchange.Signing(
            handler: { [registry = execution.services.handlers] key in
                handler.signer(forKey: key, in: registry)
            },
            directive: directive,
            callbackURL: callbackURL
        )
        let exchange = Exchange(execution: execution, signing: signing, withholdsBodies: true) {
            [subject, fields = draft.secretFields] in
            Masker(SecretTexts(subject, data: fields))
        }
        return RequestRunner(execution: execution, exchange: exchange, evaluator: makeEvaluator())
    }

    /// Notes what an answer holds that must not be shown, whatever becomes of it.
    private func hear(_ response: TransportResponse) {
        let isRefusal = response.statusCode >= 400
        let body =
            (try? ResponseBodyReader.read(response, as: "automatic", quoting: .withheld))
            ?? .text(String(decoding: response.body, as: UTF8.self))
        heard.add(whatIsSecretInAnswer: body, isRefusal: isRefusal)
        for line in response.headers where SecretTexts.soundsSecret(line.name) || SecretTexts.looksSecret(line.value) {
            heard.add(line.value)
        }
    }

    /// Takes what a directive's response gives the connection.
    ///
    /// - Parameter issued: Takes note of the entries.
    private func keep(
        _ response: ResponseDefinition,
        from evaluator: SpecEvaluator,
        noting issued: inout IssuedEntries
    ) async throws {
        if let data = response.data {
            let entries = try await evaluator.fields(data)
            issued.add(data, entries)
            if let entries { try await store(entries) }
        }
        if response.metadata != nil {
            let metadata = try await evaluator.value(response.metadata)
            // `{type, value}` without a value tells nobody anything.
            draft.metadata = metadata["type"].isMissing || !metadata["value"].isMissing ? metadata : .undefined
        }
        if let uid = try await evaluator.text(response.uid) { draft.uid = uid }
        if response.expires != nil { draft.expires = try await evaluator.timestamp(response.expires) }
        if response.scope != nil { draft.scopes = try await evaluator.texts(response.scope) }
    }
}

extension DirectiveAnswer {
    /// An answer of the transport with its body read.
    fileprivate init(_ response: TransportResponse, body: Value) {
        self.init(statusCode: response.statusCode, headers: response.headers, body: body, bytes: response.body)
    }
}

extension SpecEvaluator {
    /// Lets templates read a connection's data under its three names.
    fileprivate mutating func show(_ data: Fields) {
        for root in [Root.parameters, .connection, .data] { scope[root] = .collection(data) }
    }

    /// The value as a point in time; `nil` for null and undefined.
    fileprivate func timestamp(_ spec: SpecValue?) async throws(PlatformError) -> Timestamp? {
        let value = try await value(spec)
        if value.isMissing { return nil }
        if let timestamp = Timestamp(dateLike: value) { return timestamp }
        throw PlatformError(
            .dataError,
            "\(spec?.key ?? "expires") has to be a date, not '\(quoting.quote(value))'.",
            path: spec?.key,
            place: PlatformError.Place(spec?.place)
        )
    }

    /// The value as a list of texts: an array's elements, or a text's words.
    fileprivate func texts(_ spec: SpecValue?) async throws(PlatformError) -> [String] {
        switch try await value(spec) {
        case .array(let elements): elements.map(\.text)
        case .text(let text): text.parts(between: { " ,".utf8.contains($0) }, omittingEmpty: true).map(String.init)
        default: []
        }
    }
}

extension ConnectionDraft {
    /// Where secrets of a connection stand on its way: what it holds and held, and what its directives share.
    fileprivate var secretFields: [Fields] { [data, replaced, temp.asFields ?? [:]] }
}
