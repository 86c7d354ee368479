/// A directory of bundles, one level deep.
package enum AppDirectory {
    /// The bundles in a directory.
    ///
    /// - Parameter directory: The directory. When it is a bundle itself, it is the only one.
    /// - Returns: The paths of the bundles, each the directory's with the child's name, in the order of names. Hidden
    ///   children are left out; links to directories count. Empty when the directory cannot be read.
    package static func bundles(in directory: String) -> [String] {
        if isBundle(directory) { return [directory] }
        let names = (try? SystemFile.names(in: directory)) ?? []
        let prefix = directory.hasSuffix("/") ? directory : directory + "/"
        return names.filter { !$0.hasPrefix(".") }.map { prefix + $0 }.filter(isBundle)
    }

    /// Whether a directory has a manifest, or files where a bundle without one has them.
    package static func isBundle(_ directory: String) -> Bool {
        guard let kind = try? SystemFile.kind(directory), kind == .directory else { return false }
        if SystemFile.isThere(directory + "/" + ManifestReader.fileName) { return true }
        guard let files = try? BundleFiles(directory: directory, limits: .default) else { return false }
        return !ManifestInference(files, appName: "").isEmpty
    }
}
