/// The path of an entry, surely inside the directory it is unpacked to.
struct EntryPath {
    /// Its parts.
    let parts: [String]

    /// The deepest an entry may stand.
    private static let deepest = 32

    /// Reads the path an archive gives.
    ///
    /// - Throws: ``ArchiveError`` for one that is absolute, leads elsewhere or is no name on some system.
    init(_ path: String) throws(ArchiveError) {
        let parts = (path.hasSuffix("/") ? path.dropLast() : path[...]).split(
            separator: "/",
            omittingEmptySubsequences: false
        )
        guard !parts.isEmpty, parts.count <= Self.deepest, parts.allSatisfy(Self.isName) else {
            throw ArchiveError(
                "The entry '\(path)' has a path that leads out of the archive, or that is none; nothing was unpacked"
            )
        }
        self.parts = parts.map(String.init)
    }

    private static func isName(_ part: Substring) -> Bool {
        if part.isEmpty || part == "." || part == ".." || part.utf8.count > 255 { return false }
        return !part.utf8.contains { $0 < 0x20 || $0 == 0x7F || $0 == UInt8(ascii: "\\") || $0 == UInt8(ascii: ":") }
    }

    /// Whether it is what a desktop adds to an archive and nobody put there.
    var isDesktopFile: Bool {
        parts.first == "__MACOSX" || parts.last == ".DS_Store" || parts.last == "Thumbs.db"
    }
}
