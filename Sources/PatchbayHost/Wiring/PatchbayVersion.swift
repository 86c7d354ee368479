/// The program's version.
package enum PatchbayVersion {
    /// As it stands in the start line, the health answer and `--version`.
    package static let current = "0.1.0"
}
