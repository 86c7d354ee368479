package import PatchbayText

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// The calls of the operating system that reading a bundle needs, without Foundation.
package enum SystemFile {
    /// What a path names once links are followed.
    enum Kind: String {
        case file
        case directory
        case pipe = "a named pipe"
        case device = "a device"
        case socket = "a socket"
        case other = "a special file"
    }

    /// The path with every link resolved.
    package static func realPath(_ path: String) throws(SystemError) -> String {
        guard let resolved = realpath(path, nil) else { throw .last }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    /// Whether something has the name, even a link to nothing.
    static func isThere(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }

    /// What a path names; links are followed.
    static func kind(_ path: String) throws(SystemError) -> Kind {
        var status = stat()
        guard stat(path, &status) == 0 else { throw .last }
        return kind(of: status)
    }

    private static func kind(of status: stat) -> Kind {
        switch status.st_mode & S_IFMT {
        case S_IFREG: .file
        case S_IFDIR: .directory
        case S_IFIFO: .pipe
        case S_IFCHR, S_IFBLK: .device
        case S_IFSOCK: .socket
        default: .other
        }
    }

    /// A file's bytes.
    ///
    /// - Parameters:
    ///   - path: The file, links resolved: one put there meanwhile is refused.
    ///   - limit: How many bytes are read at most; one more tells that there are more.
    static func read(_ path: String, limit: Int) throws(SystemError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { throw .last }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .last }
        guard kind(of: status) == .file else { throw SystemError(number: EINVAL) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: min(limit + 1, max(4_096, Int(status.st_size) + 1)))
        while bytes.count <= limit {
            let wanted = min(chunk.count, limit + 1 - bytes.count)
            let count = chunk.withUnsafeMutableBytes { buffer in
                #if canImport(Darwin)
                    Darwin.read(descriptor, buffer.baseAddress, wanted)
                #elseif canImport(Musl)
                    Musl.read(descriptor, buffer.baseAddress, wanted)
                #else
                    Glibc.read(descriptor, buffer.baseAddress, wanted)
                #endif
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .last }
            if count == 0 { break }
            bytes.append(contentsOf: chunk[..<count])
        }
        return bytes
    }

    /// How many bytes a file has.
    static func size(_ path: String) throws(SystemError) -> Int {
        var status = stat()
        guard stat(path, &status) == 0 else { throw .last }
        return Int(status.st_size)
    }

    /// The names in a directory, sorted; `.` and `..` are left out.
    static func names(in directory: String, limit: Int = 10_000) throws(SystemError) -> [String] {
        try entries(in: directory, limit: limit).map(\.name)
    }

    /// A name in a directory, with what the directory itself says of it.
    package struct Entry {
        /// The name.
        package let name: String
        /// Whether it is a file and no link; `false` also where the file system does not say.
        package let isFile: Bool
        /// Whether it is a link, or may be one: some file systems do not say.
        package let mayBeLink: Bool
    }

    /// What is in a directory, sorted by name; `.` and `..` are left out.
    ///
    /// No entry is asked about by itself.
    ///
    /// - Parameter limit: How many entries are read at most.
    package static func entries(in directory: String, limit: Int) throws(SystemError) -> [Entry] {
        guard let stream = opendir(directory) else { throw .last }
        defer { closedir(stream) }
        var entries: [Entry] = []
        while entries.count < limit, let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: pointer.pointee)) {
                    String(cString: $0)
                }
            }
            if name == "." || name == ".." { continue }
            let type = Int32(entry.pointee.d_type)
            let isUnknown = type == Int32(DT_UNKNOWN)
            entries.append(
                Entry(name: name, isFile: type == Int32(DT_REG), mayBeLink: isUnknown || type == Int32(DT_LNK))
            )
        }
        return entries.sorted { $0.name < $1.name }
    }

    /// Where a link leads, as it is written in the link.
    ///
    /// - Returns: `nil` when the path names no link.
    /// - Throws: The system's error when it names nothing.
    package static func linkTarget(_ path: String) throws(SystemError) -> String? {
        // As long as the system lets a path be, and one more that tells a longer one.
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
        let count = readlink(path, &buffer, buffer.count)
        if count >= 0 { return String(decoding: buffer[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self) }
        if errno == EINVAL { return nil }
        throw .last
    }
}

extension SystemError {
    /// Whether there is nothing of the name.
    var isMissing: Bool { number == ENOENT || number == ENOTDIR }
    /// Whether links lead in a circle.
    var isCyclic: Bool { number == ELOOP }
}
