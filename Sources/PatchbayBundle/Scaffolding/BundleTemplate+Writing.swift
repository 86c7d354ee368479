import PatchbayText

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

extension BundleTemplate {
    /// Why a new bundle was not written.
    package struct WritingError: Error, Sendable, CustomStringConvertible {
        /// What went wrong and what to do, in a sentence.
        package let description: String
    }

    /// Writes the bundle into a directory of its name.
    ///
    /// - Parameter parent: The directory the bundle's is made in; it is made too where it is missing.
    /// - Returns: The bundle's directory.
    /// - Throws: ``WritingError`` when the bundle's directory is there already or something cannot be written. What was
    ///   written until then stays.
    package func write(in parent: String) throws(WritingError) -> String {
        let directory = (parent.isEmpty ? "." : parent) + "/" + name
        if SystemFile.isThere(directory) {
            throw WritingError(description: "'\(directory)' is there already; choose another name, or move it away")
        }
        for file in files {
            let path = directory + "/" + file.path
            try Self.makeDirectories(above: path)
            try Self.write(file.content, to: path)
        }
        return directory
    }

    private static func makeDirectories(above path: String) throws(WritingError) {
        var made = path.hasPrefix("/") ? "/" : ""
        for part in path.split(separator: "/").dropLast() {
            made += part + "/"
            if mkdir(made, 0o755) != 0, errno != EEXIST {
                throw WritingError(description: "The directory '\(made)' cannot be made: \(SystemError.last)")
            }
        }
    }

    private static func write(_ content: String, to path: String) throws(WritingError) {
        guard let file = fopen(path, "wx") else {
            throw WritingError(description: "'\(path)' cannot be written: \(SystemError.last)")
        }
        let bytes = Array(content.utf8)
        let written = fwrite(bytes, 1, bytes.count, file)
        let closed = fclose(file)
        guard written == bytes.count, closed == 0 else {
            throw WritingError(description: "'\(path)' cannot be written: \(SystemError.last)")
        }
    }
}
