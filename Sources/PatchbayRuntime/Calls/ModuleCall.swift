package import IML

/// What a caller asks of a module or an RPC.
package struct ComponentCall: Sendable {
    /// The app's name.
    package var app: String
    /// The module's or RPC's name.
    package var component: String
    /// The connection to call with, if the component uses one.
    package var connection: String?
    /// The input: static and mappable parameters as one object.
    package var parameters: Fields
    /// The most bundles the caller wants; `nil` leaves it to the spec and the host.
    package var limit: Int?
    /// What templates read as `environment`, over the host's own.
    package var environment: Fields

    /// Describes a call.
    package init(
        app: String,
        component: String,
        connection: String? = nil,
        parameters: Fields = [:],
        limit: Int? = nil,
        environment: Fields = [:]
    ) {
        self.app = app
        self.component = component
        self.connection = connection
        self.parameters = parameters
        self.limit = limit
        self.environment = environment
    }
}

/// What a call did, once it has ended.
package struct ExecutionSummary: Sendable {
    /// The call's id (`exe_…`).
    package var id: String
    /// How many requests were sent, retries and redirect hops included.
    package var requests: Int
    /// How many bundles were delivered.
    package var bundles: Int
    /// How long it took, in milliseconds.
    package var durationMilliseconds: Double
    /// Which of the host's limits ended it before the service had no more (`pages`, `requests`, `repetitions`); `nil` for
    /// none.
    package var truncatedBy: String?
    /// What a person should know of it although it went well, in sentences without secrets.
    package var notes: [String] = []

    /// Sums a call up.
    package init(id: String, requests: Int, bundles: Int, durationMilliseconds: Double, truncatedBy: String? = nil) {
        self.id = id
        self.requests = requests
        self.bundles = bundles
        self.durationMilliseconds = durationMilliseconds
        self.truncatedBy = truncatedBy
    }
}

/// Takes bundles one by one, as they are made; suspending in it holds the call back.
package typealias BundleSink = @Sendable (Value) async throws -> Void
