/// One request of a communication, compiled.
///
/// What the spec does not say is `nil`.
package struct RequestDefinition: Sendable {
    /// Where the request stands.
    package var place: SourcePlace
    /// Entries put into `temp` before anything else.
    package var temp: SpecValue?
    /// Whether to run the request at all.
    package var condition: SpecValue?
    /// The output when `condition` does not hold (its object form's `default`).
    package var conditionDefault: SpecValue?
    /// Whether and how to run it again (`repeat`).
    package var repetition: RepetitionDefinition?
    /// What a relative `url` is joined to.
    package var baseURL: SpecValue?
    /// The address; `nil` is static mode.
    package var url: SpecValue?
    /// Whether to percent-encode what an address may not hold (`encodeUrl`).
    package var encodesURL: SpecValue?
    /// The method.
    package var method: SpecValue?
    /// The header lines.
    package var headers: SpecValue?
    /// The query; when present it replaces the one in `url`.
    package var query: SpecValue?
    /// The body.
    package var body: SpecValue?
    /// How the body is written (`type`).
    package var bodyType: SpecValue?
    /// PEM certificates trusted in addition.
    package var trustedCertificates: SpecValue?
    /// Whether compressed answers are asked for.
    package var gzip: SpecValue?
    /// Milliseconds to wait for the answer.
    package var timeout: SpecValue?
    /// Whether redirects of GET and HEAD are followed.
    package var followsRedirects: SpecValue?
    /// Whether redirects of the other methods are followed.
    package var followsAllRedirects: SpecValue?
    /// The objects of authentication handlers by their key (`oauth`, `aws`).
    package var signing: [String: SpecValue]
    /// Paths masked wherever the request is shown (`log.sanitize`).
    package var sanitize: [String]
    /// What to do with the answer.
    package var response: ResponseDefinition
    /// How to get the next page.
    package var pagination: PaginationDefinition?
    /// Which of its addresses an answer may give.
    package var answerGiven: AnswerGivenAddresses = []

    /// Starts with a request that says nothing.
    package init(place: SourcePlace) {
        self.place = place
        signing = [:]
        sanitize = []
        response = ResponseDefinition()
    }
}

/// The addresses of a request whose origin an answer, or somebody else from outside, may give.
///
/// One that is made of what the bundle, the connection or the caller says alone is none of them.
package struct AnswerGivenAddresses: OptionSet, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// `url`, where it is absolute.
    package static let url = Self(rawValue: 1)
    /// `baseUrl`.
    package static let baseURL = Self(rawValue: 2)
    /// `pagination.url`, where it is absolute.
    package static let page = Self(rawValue: 4)
}

/// Running a request again while something holds.
package struct RepetitionDefinition: Sendable {
    /// Evaluated after the response.
    package var condition: SpecValue
    /// Milliseconds between two runs.
    package var delay: SpecValue?
    /// How many times at most.
    package var limit: SpecValue?

    /// Puts a repetition together.
    package init(condition: SpecValue, delay: SpecValue? = nil, limit: SpecValue? = nil) {
        self.condition = condition
        self.delay = delay
        self.limit = limit
    }
}
