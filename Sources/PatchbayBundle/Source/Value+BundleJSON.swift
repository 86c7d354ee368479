package import IML

extension Value {
    /// Reads JSON as bundles have it: comments, trailing commas and raw line ends in texts are taken.
    ///
    /// `nil` when the bytes are no such JSON; null when there is nothing in them.
    package init?(bundleJSON bytes: [UInt8]) {
        guard let document = try? SourceReader.read(SourceFile(path: "", bytes: bytes)) else { return nil }
        self = document.root?.value ?? .null
    }
}
