/// What to do with an answer, compiled.
///
/// What the spec does not say is `nil`.
package struct ResponseDefinition: Sendable {
    /// How the body is read; the first rule whose statuses hold the answer's wins, most exact first.
    package var type: [ResponseTypeRule] = []
    /// Entries put into `temp` once the body is read.
    package var temp: SpecValue?
    /// Whether the answer is a good one.
    package var valid: SpecValue?
    /// The message when it is not (`valid.message`).
    package var validMessage: SpecValue?
    /// The error's type when it is not (`valid.type`).
    package var validType: SpecValue?
    /// What to raise for an answer that is not good.
    package var error: ErrorDefinition?
    /// The items of the answer.
    package var iterate: IterateDefinition?
    /// How a trigger knows what it has seen.
    package var trigger: TriggerDefinition?
    /// What one bundle is.
    package var output: SpecValue?
    /// What all bundles together become.
    package var wrapper: SpecValue?
    /// How many bundles at most.
    package var limit: SpecValue?
    /// What a connection or webhook keeps.
    package var data: SpecValue?
    /// Whom the connection belongs to at the service.
    package var uid: SpecValue?
    /// What people recognise the connection by.
    package var metadata: SpecValue?
    /// When the authorization ends.
    package var expires: SpecValue?
    /// The scopes that were granted.
    package var scope: SpecValue?
    /// What an RPC's or an incoming call's answer is (`respond`), for kinds that have it.
    package var respond: SpecValue?

    /// Starts with a response that says nothing.
    package init() {}
}

/// How bodies are read for some statuses.
package struct ResponseTypeRule: Sendable {
    /// The statuses it is for.
    package var statuses: ClosedRange<Int>
    /// `automatic`, `json`, `urlencoded`, `xml`, `text`, `string`, `raw`, `binary`, or a template that says so.
    package var type: SpecValue

    /// Puts a rule together.
    package init(statuses: ClosedRange<Int>, type: SpecValue) {
        self.statuses = statuses
        self.type = type
    }
}

/// What to raise for an answer that is not good.
package struct ErrorDefinition: Sendable {
    /// The message.
    package var message: SpecValue?
    /// The error's type.
    package var type: SpecValue?
    /// What to raise for exact statuses instead.
    package var byStatus: [Int: StatusError]

    /// What to raise for one status.
    package struct StatusError: Sendable {
        /// The message.
        package var message: SpecValue?
        /// The error's type.
        package var type: SpecValue?

        /// Puts an entry together.
        package init(message: SpecValue?, type: SpecValue?) {
            self.message = message
            self.type = type
        }
    }

    /// Puts an error's description together.
    package init(message: SpecValue?, type: SpecValue?, byStatus: [Int: StatusError] = [:]) {
        self.message = message
        self.type = type
        self.byStatus = byStatus
    }
}

/// The items of an answer.
package struct IterateDefinition: Sendable {
    /// The array of items.
    package var container: SpecValue
    /// Which of them count.
    package var condition: SpecValue?

    /// Puts an iteration together.
    package init(container: SpecValue, condition: SpecValue? = nil) {
        self.container = container
        self.condition = condition
    }
}

/// How a trigger knows what it has seen.
package struct TriggerDefinition: Sendable {
    /// Whether items are told apart by id or by date (`id`, `date`).
    package var type: SpecValue?
    /// An item's id.
    package var id: SpecValue?
    /// An item's date.
    package var date: SpecValue?
    /// How the service orders items (`asc`, `desc`, `unordered`).
    package var order: SpecValue?

    /// Puts a trigger's rule together.
    package init(type: SpecValue?, id: SpecValue?, date: SpecValue?, order: SpecValue?) {
        self.type = type
        self.id = id
        self.date = date
        self.order = order
    }
}

/// How to get the next page, compiled.
package struct PaginationDefinition: Sendable {
    /// Whether what it says goes over the request's own (`mergeWithParent`).
    package var mergesWithParent: SpecValue?
    /// The next page's address.
    package var url: SpecValue?
    /// The next page's method.
    package var method: SpecValue?
    /// The next page's header lines.
    package var headers: SpecValue?
    /// The next page's query.
    package var query: SpecValue?
    /// The next page's body.
    package var body: SpecValue?
    /// Whether there is a next page.
    package var condition: SpecValue?

    /// Starts with a pagination that says nothing.
    package init() {}
}
