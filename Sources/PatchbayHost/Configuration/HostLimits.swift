import PatchbayRuntime

/// The limits an operator sets, as `pages=1000`.
enum HostLimits {
    /// What can be set, and how.
    private static let settable: [(name: String, set: @Sendable (inout RuntimeLimits, Int) -> Void)] = [
        (
            "pages",
            { limits, number in
                limits.pages = number
                limits.mostPages = number
            }
        ),
        (
            "requests",
            { limits, number in
                limits.requests = number
                limits.mostRequests = number
            }
        ),
        ("steps", { $0.steps = $1 }),
        ("bundles", { $0.bundles = $1 }),
        ("bundle-bytes", { $0.bundleBytes = $1 }),
        ("seconds", { $0.callSeconds = Double($1) }),
        ("response-bytes", { $0.responseBytes = $1 }),
        ("request-bytes", { $0.requestBytes = $1 }),
        ("redirects", { $0.redirects = $1 }),
        ("retries", { $0.retries = $1 }),
        ("log", { $0.loggedCalls = $1 }),
    ]

    /// What can be set of how much clients may take.
    private static let settableOfServer: [(name: String, set: @Sendable (inout ServerLimits, Int) -> Void)] = [
        ("clients", { $0.clients = $1 }),
        ("clients-per-address", { $0.clientsPerAddress = $1 }),
        ("body-seconds", { $0.bodySeconds = Double($1) }),
        ("bodies-bytes", { $0.bodyBytes = $1 }),
        ("stream-seconds", { $0.streamSeconds = Double($1) }),
    ]

    /// What may be nothing at all.
    private static let mayBeZero: Set<String> = ["redirects", "retries", "log"]

    /// Reads the limits from all their sources; what is not set keeps its default.
    ///
    /// - Throws: ``SetupError`` that names the wrong one and where it came from.
    static func read(_ given: GivenSettings) throws(SetupError) -> (calls: RuntimeLimits, server: ServerLimits) {
        var limits = RuntimeLimits()
        var server = ServerLimits()
        guard let setting = given[.max] else { return (limits, server) }
        for text in setting.values {
            let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
            let limit = settable.first { $0.name == parts.first }
            let limitOfServer = settableOfServer.first { $0.name == parts.first }
            guard parts.count == 2, limit != nil || limitOfServer != nil else {
                let names = (settable.map(\.name) + settableOfServer.map(\.name)).joined(separator: ", ")
                throw SetupError(
                    "\(setting.origin): '\(text)' is no limit; write one as pages=1000, of \(names)",
                    isUsage: true
                )
            }
            let least = mayBeZero.contains(parts[0]) ? 0 : 1
            guard let number = Int(parts[1]), (least...1_000_000_000_000).contains(number) else {
                throw SetupError(
                    "\(setting.origin): '\(parts[1])' is not a number from \(least) on for \(parts[0])",
                    isUsage: true
                )
            }
            limit?.set(&limits, number)
            limitOfServer?.set(&server, number)
        }
        // A client that makes a call wait for longer than a call may take waits for nothing.
        server.streamSeconds = min(server.streamSeconds, limits.callSeconds)
        return (limits, server)
    }
}
