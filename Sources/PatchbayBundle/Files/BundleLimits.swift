/// How much of a bundle is read; what is beyond is refused with a diagnostic.
package struct BundleLimits: Sendable, Hashable {
    /// The most bytes of one file.
    package var fileBytes: Int
    /// The most bytes of all files.
    package var bundleBytes: Int
    /// The most files.
    package var files: Int
    /// How deep JSON may nest.
    package var depth: Int

    /// 2 MiB a file, 32 MiB and 5,000 files a bundle, 128 levels.
    package static let `default` = BundleLimits()

    /// Sets limits.
    package init(fileBytes: Int = 2 << 20, bundleBytes: Int = 32 << 20, files: Int = 5_000, depth: Int = 128) {
        self.fileBytes = fileBytes
        self.bundleBytes = bundleBytes
        self.files = files
        self.depth = depth
    }
}
