/// The words a spec's keys take where they take no others.
package enum SpecWords {
    /// What a request's `type` may be.
    package static let bodyTypes = ["json", "urlencoded", "multipart/form-data", "text", "string", "raw", "binary"]

    /// Other spellings of ``bodyTypes``.
    package static let bodyTypeAliases = ["application/json", "application/x-www-form-urlencoded", "multipart"]

    /// What `response.type` may be.
    package static let responseTypes = [
        "automatic", "json", "urlencoded", "xml", "text", "string", "raw", "binary",
    ]

    /// What `response.trigger.type` may be.
    package static let triggerTypes = ["id", "date"]

    /// What `response.trigger.order` may be.
    package static let triggerOrders = ["asc", "desc", "unordered"]

    /// How the answer to a call that comes in is written.
    package static let respondTypes = ["json", "urlencoded", "text"]
}
