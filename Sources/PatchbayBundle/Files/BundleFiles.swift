import PatchbayText

/// A bundle's directory: reads files in it and nothing outside, within limits, and never waits on a special file.
struct BundleFiles {
    /// The directory with links resolved.
    let root: String
    private let limits: BundleLimits
    private var readBytes = 0
    private var contents: [String: [UInt8]?] = [:]

    /// Opens a directory; it may itself be a link.
    init(directory: String, limits: BundleLimits) throws(FileProblem) {
        let real = try FileProblem.naming(directory) { () throws(SystemError) in
            try SystemFile.realPath(directory)
        }
        guard try Self.kind(real, named: directory) == .directory else {
            throw FileProblem(code: .notAFile, message: "'\(directory)' is not a directory")
        }
        root = real
        self.limits = limits
    }

    /// Everything that was asked for: paths in order with their content, `nil` for what was not read.
    var inventory: [(path: String, bytes: [UInt8]?)] {
        contents.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// Whether something has a name in the bundle's directory, even a link to nothing.
    func isNamed(_ name: String) -> Bool {
        SystemFile.isThere(root + "/" + name)
    }

    /// A file's content.
    ///
    /// - Parameter path: Relative to the bundle; `src/../base.json` is fine, as long as it stays inside.
    /// - Throws: ``FileProblem`` for a path that leads out, and a file that is missing, special, unreadable or too large.
    mutating func read(_ path: String) throws(FileProblem) -> SourceFile {
        let path = try Self.normalized(path)
        if case .some(.some(let bytes)) = contents[path] { return SourceFile(path: path, bytes: bytes) }
        contents[path] = .some(nil)
        let real = try resolve(path)
        let kind = try Self.kind(real, named: path)
        guard kind == .file else {
            throw FileProblem(
                code: .notAFile,
                message: "'\(path)' is \(kind == .directory ? "a directory" : kind.rawValue), not a file"
            )
        }
        let bytes = try content(of: real, named: path)
        contents[path] = bytes
        return SourceFile(path: path, bytes: bytes)
    }

    private mutating func content(of real: String, named path: String) throws(FileProblem) -> [UInt8] {
        let limit = limits.fileBytes
        let (size, bytes) = try FileProblem.naming(path) { () throws(SystemError) in
            let size = try SystemFile.size(real)
            return (size, size > limit ? [] : try SystemFile.read(real, limit: limit))
        }
        if size > limit || bytes.count > limit {
            throw .tooLarge(path, bytes: max(size, bytes.count), limit: limit)
        }
        readBytes += bytes.count
        if readBytes > limits.bundleBytes || contents.count > limits.files {
            throw FileProblem(
                code: .bundleTooLarge,
                message: "The bundle has more than \(limits.bundleBytes) bytes or \(limits.files) files; "
                    + "'\(path)' was not read"
            )
        }
        return bytes
    }

    private static func kind(_ real: String, named path: String) throws(FileProblem) -> SystemFile.Kind {
        try FileProblem.naming(path) { () throws(SystemError) in try SystemFile.kind(real) }
    }
}

// MARK: - Paths

extension BundleFiles {
    /// A path with `.`, `..` and doubled slashes taken out.
    ///
    /// - Throws: ``FileProblem`` when it is absolute or leads out of the bundle.
    static func normalized(_ path: String) throws(FileProblem) -> String {
        let isAbsolute = path.hasPrefix("/") || path.hasPrefix("\\") || path.dropFirst().hasPrefix(":")
        guard !isAbsolute, !path.utf8.contains(0) else { throw .outside(path) }
        var parts: [Substring] = []
        for part in path.split(separator: "/") where part != "." {
            if part != ".." {
                parts.append(part)
            } else if parts.popLast() == nil {
                throw .outside(path)
            }
        }
        guard !parts.isEmpty else {
            throw FileProblem(code: .missingFile, message: "The path '\(path)' names no file")
        }
        return parts.joined(separator: "/")
    }

    /// The real path of a normalized one, surely inside the bundle.
    private func resolve(_ path: String) throws(FileProblem) -> String {
        let full = root + "/" + path
        let real: String
        do throws(SystemError) {
            real = try SystemFile.realPath(full)
        } catch {
            throw error.isMissing && SystemFile.isThere(full) ? .dangling(path) : FileProblem(error, path: path)
        }
        // A link to a directory the bundle stands in, or to the bundle itself, holds itself.
        if Self.holds(real, root) { throw .cyclic(path) }
        guard Self.holds(root, real) else { throw .linkOutside(path) }
        return real
    }

    /// Whether a path is a directory's, or leads below it.
    private static func holds(_ directory: String, _ path: String) -> Bool {
        path == directory || path.hasPrefix(directory == "/" ? "/" : directory + "/")
    }

    /// The spelling under which a path exists, when it differs from the given one in case only.
    func spelling(of path: String) -> String? {
        var found = ""
        for part in path.split(separator: "/") {
            let directory = found.isEmpty ? root : root + "/" + found
            guard let names = try? SystemFile.names(in: directory) else { return nil }
            let exact = names.first { $0 == part }
            guard let name = exact ?? names.first(where: { $0.lowercased() == part.lowercased() }) else { return nil }
            found = found.isEmpty ? name : found + "/" + name
        }
        return found == path ? nil : found
    }
}

// MARK: - Listing

extension BundleFiles {
    /// What stands in a directory of the bundle.
    struct Listing {
        /// The files, as names.
        var files: [String] = []
        /// The directories, as names.
        var directories: [String] = []
        /// What leads out, in circles or is special, with what is wrong about it.
        var problems: [(name: String, problem: FileProblem)] = []
    }

    /// Lists a directory; hidden entries are left out.
    ///
    /// Nothing is read.
    ///
    /// - Parameter directory: Relative to the bundle; empty for the bundle itself.
    /// - Returns: `nil` when there is no such directory.
    func list(_ directory: String) -> Listing? {
        let full = directory.isEmpty ? root : root + "/" + directory
        guard let names = try? SystemFile.names(in: full) else { return nil }
        var listing = Listing()
        for name in names where !name.hasPrefix(".") {
            let path = directory.isEmpty ? name : directory + "/" + name
            do throws(FileProblem) {
                switch try Self.kind(try resolve(path), named: path) {
                case .file: listing.files.append(name)
                case .directory: listing.directories.append(name)
                case let kind:
                    let message = "'\(path)' is \(kind.rawValue), not a file"
                    listing.problems.append((name, FileProblem(code: .notAFile, message: message)))
                }
            } catch {
                listing.problems.append((name, error))
            }
        }
        return listing
    }
}
