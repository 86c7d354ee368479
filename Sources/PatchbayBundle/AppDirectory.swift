/// A directory of bundles, one level deep.
package enum AppDirectory {
    /// The bundles in a directory.
    ///
    /// - Parameter directory: The directory. When it is a bundle itself, it is the only one.
    /// - Returns: The paths of the bundles, each the directory's with the child's name, in the order of names. Hidden
    ///   children are left out; links to directories count. Empty when the directory cannot be read.
    package static func bundles(in directory: String) -> [String] {
        if isBundle(directory) { return [directory] }
        return children(of: directory).filter(isBundle)
    }

    /// Whether a directory has a manifest, or files where a bundle without one has them.
    package static func isBundle(_ directory: String) -> Bool {
        guard let kind = try? SystemFile.kind(directory), kind == .directory else { return false }
        if SystemFile.isThere(directory + "/" + ManifestReader.fileName) { return true }
        guard let files = try? BundleFiles(directory: directory, limits: .default) else { return false }
        return !ManifestInference(files, appName: "").isEmpty
    }

    /// Whether an entry of a directory can be what makes the directory a bundle, by its name.
    package static func canMakeBundle(_ name: String) -> Bool {
        let name = name.lowercased()
        return name == ManifestReader.fileName || ManifestInference.canHold(name)
    }

    /// Says where there are apps below a directory that holds none itself, for a message.
    ///
    /// - Returns: A sentence that names a few of the directories to name instead; `nil` when none is found in the
    ///   upper levels.
    package static func deeperBundles(in directory: String) -> String? {
        var found: [String] = []
        // How many directories are looked at: nobody waits for a whole disk to be searched.
        var searches = 2_000
        var level = children(of: directory)
        for _ in 0..<4 {
            var next: [String] = []
            for child in level where !child.hasSuffix("/node_modules") && searches > 0 {
                for deeper in children(of: child) {
                    searches -= 1
                    if isBundle(deeper) {
                        found.append(child)
                        break
                    }
                    next.append(deeper)
                }
            }
            level = next
        }
        if found.isEmpty { return nil }
        let places = found.prefix(3).map { "'\($0)'" }.joined(separator: ", ")
        let more = found.count > 3 ? " and \(found.count - 3) more" : ""
        return "There are apps in \(places)\(more)"
    }

    private static func children(of directory: String) -> [String] {
        let names = (try? SystemFile.names(in: directory)) ?? []
        let prefix = directory.hasSuffix("/") ? directory : directory + "/"
        return names.filter { !$0.hasPrefix(".") }.map { prefix + $0 }.filter {
            (try? SystemFile.kind($0)) == .directory
        }
    }
}
