/// Unpacks ZIP files of strangers.
package enum ZIPUnpacking {
    /// Whether a file begins as ZIP files do.
    package static func isZIP(_ beginning: some Sequence<UInt8>) -> Bool {
        beginning.starts(with: [0x50, 0x4B, 0x03, 0x04])
    }

    /// Unpacks a ZIP file into a directory that nothing else is in.
    ///
    /// Only files and directories are taken, all of them below the directory; a path that leads out of it, a link, a
    /// device, a name that comes twice, or more than the limits allow ends it. What was written until then stays: the
    /// caller takes the directory away.
    ///
    /// - Parameters:
    ///   - file: The ZIP file.
    ///   - directory: The directory, which exists.
    ///   - limits: How much is taken.
    /// - Throws: ``ArchiveError``.
    package static func unpack(
        _ file: String,
        into directory: String,
        limits: ArchiveLimits = .default
    ) throws(ArchiveError) {
        guard let size = Directories.fileSize(file) else { throw ArchiveError("There is no file '\(file)'") }
        try withUTF8Locale { () throws(ArchiveError) in
            let reader = try ZIPReader(file)
            var unpacking = Unpacking(directory: directory, archiveSize: size, limits: limits)
            while let entry = try reader.next() { try unpacking.take(entry, from: reader) }
        }
    }
}

private struct Unpacking {
    let directory: String
    let archiveSize: Int
    let limits: ArchiveLimits
    private var entries = 0
    private var bytes = 0
    private var buffer = [UInt8](repeating: 0, count: 64 << 10)

    init(directory: String, archiveSize: Int, limits: ArchiveLimits) {
        self.directory = directory
        self.archiveSize = archiveSize
        self.limits = limits
    }

    mutating func take(_ entry: ZIPReader.Entry, from reader: ZIPReader) throws(ArchiveError) {
        entries += 1
        if entries > limits.entries {
            throw ArchiveError("The archive has more than \(limits.entries) entries; an app has fewer")
        }
        guard let name = entry.path else { throw ArchiveError("The archive has an entry whose name is not UTF-8") }
        let path = try EntryPath(name)
        if path.isDesktopFile { return }
        switch entry.kind {
        case .directory: _ = try makeDirectories(path.parts)
        case .file: try write(path, from: reader)
        case .other:
            throw ArchiveError("The entry '\(name)' is a link or a special file; an app has files and directories only")
        }
    }

    private func makeDirectories(_ parts: some Sequence<String>) throws(ArchiveError) -> String {
        var path = directory
        for part in parts {
            path += "/" + part
            try Directories.make(path)
        }
        return path
    }

    private mutating func write(_ path: EntryPath, from reader: ZIPReader) throws(ArchiveError) {
        let name = path.parts.joined(separator: "/")
        let file = try NewFile(try makeDirectories(path.parts.dropLast()) + "/" + (path.parts.last ?? ""))
        while true {
            let count = try read(from: reader)
            if count == 0 { return }
            bytes += count
            if bytes > limits.bytes {
                throw ArchiveError("The archive holds more than \(limits.bytes) bytes, at '\(name)'; an app is smaller")
            }
            if bytes > 1 << 20, bytes / limits.ratio > archiveSize {
                throw ArchiveError(
                    "The archive unpacks to more than \(limits.ratio) times its size, at '\(name)'; no app does"
                )
            }
            try file.write(buffer, count)
        }
    }

    private mutating func read(from reader: ZIPReader) throws(ArchiveError) -> Int {
        try buffer.withUnsafeMutableBytes { buffer in
            Result { () throws(ArchiveError) in try reader.read(into: buffer) }
        }.get()
    }
}

extension NewFile {
    /// Writes the first bytes of a buffer.
    fileprivate borrowing func write(_ buffer: [UInt8], _ count: Int) throws(ArchiveError) {
        try buffer.withUnsafeBytes { bytes in
            Result { () throws(ArchiveError) in try write(UnsafeRawBufferPointer(rebasing: bytes[..<count])) }
        }.get()
    }
}
