/// How much an archive may hold; one with more is refused whole.
package struct ArchiveLimits: Sendable, Hashable {
    /// The most entries, directories included.
    package var entries: Int
    /// The most bytes of all files together, unpacked.
    package var bytes: Int
    /// How many times the archive's size its content may have, from a mebibyte on.
    package var ratio: Int

    /// As much as is read of a bundle: 5,000 entries and 32 MiB, at most 100 times the archive's size.
    package static let `default` = ArchiveLimits()

    /// Sets limits.
    package init(entries: Int = 5_000, bytes: Int = 32 << 20, ratio: Int = 100) {
        self.entries = entries
        self.bytes = bytes
        self.ratio = ratio
    }
}
