/// What became of a bundle when it was read.
package struct AppChange: Sendable, Hashable {
    /// What happened.
    package enum Kind: String, Sendable {
        /// It is there now.
        case loaded
        /// Its definition is another.
        case changed
        /// It no longer loads; what was there before goes on answering.
        case failed
        /// It is gone.
        case removed
    }

    /// The app's name.
    package var app: String
    /// What happened.
    package var kind: Kind
    /// How much of it can run; `nil` when it is gone.
    package var status: String?
    /// What its files are now; `nil` when it is gone.
    package var revision: String?
    /// How many problems it has.
    package var problems: Int
}
