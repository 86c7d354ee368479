import PatchbayBundle

/// The directory of bundles, and which of its entries a path belongs to.
///
/// An entry is what is looked at and read as one: a bundle most of the time, a part of one where the directory itself is
/// the bundle, or any other file.
struct ServedDirectory {
    /// Its absolute path.
    let root: String
    private let prefix: String

    /// Takes an absolute path.
    init(_ root: String) {
        self.root = root
        prefix = root.hasSuffix("/") ? root : root + "/"
    }

    /// The path of an entry by its name.
    func entry(named name: some StringProtocol) -> String { prefix + name }

    /// The path of the entry that something is, or is in; `nil` for the directory itself and what is not in it.
    func entry(holding path: String) -> String? {
        guard path.utf8.starts(with: prefix.utf8) else { return nil }
        let name = path.utf8.dropFirst(prefix.utf8.count).prefix { $0 != UInt8(ascii: "/") }
        return name.isEmpty ? nil : prefix + Substring(name)
    }

    /// The name of an entry by its path.
    static func name(of entry: String) -> String {
        entry.split(separator: "/").last.map(String.init) ?? entry
    }

    /// The paths of the entries there are, hidden ones left out.
    func entries() -> [String] {
        DirectoryTree.entries(root).map { entry(named: $0.name) }
    }
}
