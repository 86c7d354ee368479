/// Where a host's keys come from.
package enum KeySource: Sendable, Hashable {
    /// The variable `PATCHBAY_KEY`; without it the key file in the data directory, made on the first start.
    case standard
    /// A key file that someone else made, at a path.
    case file(String)
    /// The first line of what a shell command prints: for password managers and key services.
    case command(String)
}

extension KeyRing {
    /// How an error names where the keys come from.
    var sourceName: String {
        switch origin {
        case .given: Self.variable
        case .file(let file): "the key file \(file.path)"
        case .command: "the key command"
        }
    }
}
