/// A sentence that may quote data, which is put in where it is known what of the data may be shown.
public struct QuotingMessage: Sendable, Hashable {
    /// What stands before the data.
    public var lead: String
    /// The same without the words of data that may stand in it; `nil` when none do.
    public var discreetLead: String?
    /// The data; `nil` for a sentence without any.
    public var excerpt: Excerpt?
    /// What stands after it.
    public var tail: String

    /// Makes a sentence.
    ///
    /// - Parameters:
    ///   - lead: What stands before the data.
    ///   - discreetLead: The same without words of the data, where some stand in it.
    ///   - excerpt: The data.
    ///   - tail: What stands after it.
    public init(_ lead: String, discreetLead: String? = nil, quoting excerpt: Excerpt? = nil, _ tail: String = "") {
        self.lead = lead
        self.discreetLead = discreetLead
        self.excerpt = excerpt
        self.tail = tail
    }

    /// The sentence with the beginning of its data as it is: for whoever the data belongs to.
    public var text: String { lead + (excerpt?.shown() ?? "") + tail }

    /// The sentence with what may be shown of its data.
    ///
    /// - Parameter quote: Says what is shown of the data.
    public func text(quoting quote: (Excerpt) -> String) -> String {
        (discreetLead ?? lead) + (excerpt.map(quote) ?? "") + tail
    }
}
