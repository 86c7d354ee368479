#if canImport(Glibc)
    import Glibc
    import PatchbayText

    /// The kernel's word of changes in directories (inotify(7)).
    final class Inotify {
        /// A change in a watched directory.
        struct Event {
            /// The watch it comes from; -1 when the kernel dropped events.
            let watch: Int32
            /// What happened.
            let mask: UInt32
            /// The entry it happened to; empty for the directory itself.
            let name: String

            /// Whether any of some flags is set.
            func has(_ flags: Int32...) -> Bool {
                flags.contains { mask & UInt32(bitPattern: $0) != 0 }
            }
        }

        /// What is watched for: entries that come, go, or get new content.
        static let changes = UInt32(
            bitPattern: IN_CREATE | IN_DELETE | IN_MODIFY | IN_CLOSE_WRITE | IN_MOVED_FROM | IN_MOVED_TO
                | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR
        )

        /// What is watched for where only some entries count: those that come, go, or were written.
        ///
        /// Other entries may be written to all the time, as in a directory of temporary files.
        static let replacements = UInt32(
            bitPattern: IN_CREATE | IN_DELETE | IN_CLOSE_WRITE | IN_MOVED_FROM | IN_MOVED_TO | IN_DELETE_SELF
                | IN_MOVE_SELF | IN_ONLYDIR | IN_MASK_ADD
        )

        /// Readable when there are events.
        let descriptor: Int32

        /// Opens an instance; `nil` when the system has none left.
        init?() {
            descriptor = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
            if descriptor < 0 { return nil }
        }

        deinit {
            close(descriptor)
        }

        /// Watches a directory, following links; the same directory gives the same number again.
        ///
        /// - Returns: The watch's number, or the system's error.
        func watch(_ path: String) -> Result<Int32, SystemError> { watch(path, for: Self.changes) }

        /// Watches a directory for entries that are put in the place of others; one that is watched already stays so.
        ///
        /// - Returns: The watch's number, or the system's error.
        func watchEntries(of path: String) -> Result<Int32, SystemError> { watch(path, for: Self.replacements) }

        private func watch(_ path: String, for events: UInt32) -> Result<Int32, SystemError> {
            let watch = inotify_add_watch(descriptor, path, events)
            return watch < 0 ? .failure(.last) : .success(watch)
        }

        /// Stops watching.
        func remove(_ watch: Int32) {
            inotify_rm_watch(descriptor, watch)
        }

        /// The events that wait.
        func read() -> [Event] {
            var events: [Event] = []
            var buffer = [UInt8](repeating: 0, count: 64 << 10)
            while true {
                let count = Glibc.read(descriptor, &buffer, buffer.count)
                guard count > 0 else { return events }
                buffer.withUnsafeBytes { Self.append(UnsafeRawBufferPointer(rebasing: $0[..<count]), to: &events) }
            }
        }

        private static func append(_ bytes: UnsafeRawBufferPointer, to events: inout [Event]) {
            let headSize = MemoryLayout<inotify_event>.size
            var offset = 0
            while offset + headSize <= bytes.count {
                let watch = bytes.loadUnaligned(fromByteOffset: offset, as: Int32.self)
                let mask = bytes.loadUnaligned(fromByteOffset: offset + 4, as: UInt32.self)
                let length = Int(bytes.loadUnaligned(fromByteOffset: offset + 12, as: UInt32.self))
                let name = bytes[(offset + headSize)..<min(offset + headSize + length, bytes.count)].prefix { $0 != 0 }
                events.append(Event(watch: watch, mask: mask, name: String(decoding: name, as: UTF8.self)))
                offset += headSize + length
            }
        }
    }
#endif
