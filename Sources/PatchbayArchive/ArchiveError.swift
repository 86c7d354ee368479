import PatchbayText

/// Why an archive was not unpacked.
package struct ArchiveError: Error, Sendable, CustomStringConvertible {
    /// What is wrong with which entry, in a sentence.
    package let description: String

    init(_ description: String) {
        self.description = description
    }

    /// What a failed call of the operating system means for a path.
    init(_ words: String, _ error: SystemError) {
        description = "\(words): \(error)"
    }
}
