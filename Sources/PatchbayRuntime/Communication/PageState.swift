import IML

/// Where a paginated request stands.
struct PageState: Sendable {
    /// The number of the page about to be fetched, from 1.
    private(set) var page = 1
    /// Items seen on the pages before.
    private(set) var offset = 0
    /// The size of the page before, or what the caller asked for on the first.
    private(set) var limit: Int?

    /// Starts before the first page.
    init(callerLimit: Int?) {
        limit = callerLimit
    }

    /// Steps on to the next page.
    mutating func advance(itemsOnPage: Int) {
        page += 1
        offset += itemsOnPage
        if itemsOnPage > 0 { limit = itemsOnPage }
    }

    /// What templates read as `pagination`.
    var value: Value {
        .collection([
            "page": .number(Number(page)),
            "offset": .number(Number(offset)),
            "limit": limit.map { .number(Number($0)) } ?? .undefined,
        ])
    }
}
