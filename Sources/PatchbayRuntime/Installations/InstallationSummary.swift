package import IML

/// What is filled in of a connection spec's installation parameters, as it may be shown: names, never values.
package struct InstallationSummary: Sendable {
    /// The app's name.
    package var app: String
    /// The connection spec's name.
    package var connection: String
    /// The parameters, as in the bundle.
    package var parameters: Value
    /// The names of what is filled in, and from where.
    package var keys: [(name: String, origin: GivenInstallations.Origin)]
    /// The required parameters nothing fills in.
    package var missing: [String]
    /// The keys of the common data that the spec reads and nothing sets.
    package var unset: [String]
}
