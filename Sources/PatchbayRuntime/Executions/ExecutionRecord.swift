package import IML
package import PatchbayAuth

/// A call that has ended, as it is kept in memory.
struct ExecutionRecord: Sendable {
    let overview: ExecutionOverview
    let exchanges: ExchangeList
    /// Hides what must not be shown of it; prepared only when somebody looks.
    let masker: Masker

    /// About how much memory it holds; counted once, for when it has to make room nobody has touched it for long.
    let cost: Int

    /// Keeps a call.
    init(overview: ExecutionOverview, exchanges: ExchangeList, masker: Masker) {
        self.overview = overview
        self.exchanges = exchanges
        self.masker = masker
        let notes = overview.summary.notes.reduce(0) { $0 + 16 + $1.utf8.count }
        cost = exchanges.kept.reduce(1_024 + (overview.error?.cost ?? 0) + masker.cost + notes) { $0 + $1.cost }
    }
}

/// A call that has ended, in a few words.
package struct ExecutionOverview: Sendable {
    /// What it did.
    package let summary: ExecutionSummary
    /// The app.
    package let app: String
    /// The module or RPC.
    package let component: String
    /// `module` or `rpc`.
    package let kind: String
    /// The id of the connection it was made with, if any.
    package let connection: String?
    /// When it began.
    package let startedAt: Timestamp
    /// Why it failed, without secrets; `nil` for a good end.
    package let error: PlatformError?
}

/// A call that has ended, with everything it sent and got, as it may be shown.
package struct ExecutionDetail: Sendable {
    /// The call.
    package let overview: ExecutionOverview
    /// Its requests with their answers, in order, without secrets.
    package let exchanges: [ShownExchange]
    /// How many requests between the first and the last are not kept any more.
    package let omitted: Int
}
