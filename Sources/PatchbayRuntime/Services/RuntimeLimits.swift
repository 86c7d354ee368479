/// How far a call may go; the defaults are the platform's where it has one.
package struct RuntimeLimits: Sendable {
    /// Seconds a call may take in all.
    package var callSeconds: Double = 300
    /// Milliseconds a request waits for its answer when the spec does not say.
    package var requestMilliseconds: Double = 40_000
    /// Milliseconds a spec may ask a request to wait at most.
    package var longestRequestMilliseconds: Double = 300_000
    /// Pages one request may read, unless the app's common data says otherwise.
    package var pages: Int = 50
    /// The most pages an app's common data may ask for.
    package var mostPages: Int = 10_000
    /// Requests one call may send, unless the app's common data says otherwise.
    ///
    /// Everything that is sent counts: pages, repetitions, lists, redirect hops, retries and refreshes.
    package var requests: Int = 1_000
    /// The most requests an app's common data may ask for.
    package var mostRequests: Int = 10_000
    /// Steps all evaluations of a call may take together; a second or two of work.
    package var steps: Int = 200_000_000
    /// Steps a call evaluates where it runs before it goes on in the ``EvaluationPool``; about two milliseconds of work.
    package var sliceSteps: Int = 100_000
    /// Bundles a call may give unless they are streamed.
    package var bundles: Int = 10_000
    /// Bytes these bundles may take together, about.
    package var bundleBytes: Int = 64 << 20
    /// How often a request may be repeated by `repeat`.
    package var repetitions: Int = 1_000
    /// Redirects one request may follow.
    package var redirects: Int = 21
    /// More attempts after a `RateLimitError` or `ConnectionError` of a safe request.
    package var retries: Int = 2
    /// Seconds the first retry waits, before jitter; the next wait twice as long each.
    package var retrySeconds: Double = 0.25
    /// Seconds a `Retry-After` may ask for and still be waited out within the call.
    package var longestRetrySeconds: Double = 15
    /// Bytes of a response after decompression.
    package var responseBytes: Int = 16 << 20
    /// Bytes of a request's body.
    package var requestBytes: Int = 16 << 20
    /// Seconds after which a refresh no longer keeps other hosts from trying theirs, should its host have vanished.
    package var refreshSeconds: Double = 60
    /// Seconds a pending authorization waits for its user.
    package var authorizationSeconds: Double = 600
    /// Calls whose requests and answers are kept to be looked at; 0 for none.
    package var loggedCalls: Int = 200
    /// Bytes these calls may take together, about.
    package var loggedBytes: Int = 16 << 20
    /// Bytes of a body that are kept.
    package var loggedBodyBytes: Int = 16 << 10
    /// Requests of one call that are kept.
    package var loggedExchanges: Int = 100

    /// The defaults.
    package init() {}
}
