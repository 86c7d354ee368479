import PatchbayText

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Shows other processes that its owner still lives: a lock on one byte of a file they share.
///
/// The system lets the lock go when the process ends, however that comes, and no other process can take it over as one
/// can take over the number of a process. The file stays empty: only places in it are locked.
final class PresenceMark: Sendable {
    // Locks of an open file rather than of a process; the C library's headers keep their numbers from Swift.
    #if canImport(Darwin)
        private static let (take, ask) = (Int32(90), Int32(92))
    #else
        private static let (take, ask) = (Int32(37), Int32(36))
    #endif

    /// Where this release marks itself; former ones did below, and sealed in another form.
    private static let places = former.upperBound..<Int64.max
    private static let former: Range<Int64> = 1..<1 << 62

    /// Where in the file the lock is.
    let place: Int64
    private let descriptor: Int32

    /// Marks a place nobody has.
    ///
    /// - Parameter file: The shared file; made for its owner alone when it is not there.
    init(in file: String) throws(SystemError) {
        let descriptor = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .last }
        while true {
            let place = Int64.random(in: Self.places)
            var lock = Self.lock(at: place)
            if fcntl(descriptor, Self.take, &lock) == 0 {
                (self.place, self.descriptor) = (place, descriptor)
                return
            }
            let error = SystemError.last
            guard [EAGAIN, EACCES, EINTR].contains(error.number) else {
                close(descriptor)
                throw error
            }
        }
    }

    deinit { close(descriptor) }

    /// Whether whoever marked a place has ended; `false` where the system does not say.
    func isGone(_ other: Int64) -> Bool {
        guard other > 0, other != place else { return false }
        var lock = Self.lock(at: other)
        return fcntl(descriptor, Self.ask, &lock) == 0 && lock.l_type == Int16(F_UNLCK)
    }

    /// Whether a host of a former release, or a command of one, is at work.
    var seesFormerRelease: Bool {
        var lock = Self.lock(at: Self.former.lowerBound, length: Int64(Self.former.count))
        return fcntl(descriptor, Self.ask, &lock) == 0 && lock.l_type != Int16(F_UNLCK)
    }

    private static func lock(at place: Int64, length: Int64 = 1) -> flock {
        var lock = flock()
        lock.l_type = Int16(F_WRLCK)
        lock.l_whence = Int16(SEEK_SET)
        lock.l_start = off_t(place)
        lock.l_len = off_t(length)
        return lock
    }
}
