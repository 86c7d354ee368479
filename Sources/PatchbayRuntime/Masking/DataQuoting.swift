import IML

/// How errors quote the data they are about.
///
/// This is the one place that makes excerpts: secrets are masked first, and only then is an excerpt cut.
enum DataQuoting: Sendable {
    /// The beginning, without secrets.
    case masked(@Sendable () -> Masker)
    /// How long it is, and nothing of it: data that may hold credentials nobody knows yet.
    case withheld

    /// What is shown of data.
    func quote(_ excerpt: Excerpt) -> String {
        switch self {
        case .masked(let masker): masker().shown(excerpt)
        case .withheld: "‹\(excerpt.count) bytes›"
        }
    }

    /// What is shown of a value where a sentence needs it.
    func quote(_ value: Value) -> String { quote(Excerpt(of: value.text, showing: 60)) }

    /// What is shown of an address: all of it, or as far as it holds no parameters.
    func quote(address: String) -> String {
        switch self {
        case .masked(let masker): masker().shown(address)
        case .withheld: Masker([]).shown(String(address.prefix { $0 != "?" && $0 != "#" }))
        }
    }

    /// A sentence with the data it quotes.
    func text(of message: QuotingMessage) -> String { message.text(quoting: quote) }
}
