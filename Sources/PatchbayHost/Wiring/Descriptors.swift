#if os(Linux)
    import Glibc
#else
    import Darwin
#endif

/// How many descriptors this process may have, and who may have how many.
struct Descriptors: Sendable, Hashable {
    /// All there may be.
    let limit: Int

    /// Those that no client and no request may have: for the store, the apps' files, the workers and whoever looks.
    static let keptBack = 64
    /// More than this nobody needs here, and programs that are started close as many one by one.
    private static let mostWanted = 65_536

    /// Counts on a limit.
    init(limit: Int) {
        self.limit = limit
    }

    /// Raises what the process may have as far as the system lets it.
    static func raised() -> Descriptors {
        #if os(Linux)
            let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        #else
            let resource = RLIMIT_NOFILE
        #endif
        var limits = rlimit()
        guard getrlimit(resource, &limits) == 0 else { return Descriptors(limit: 256) }
        let wanted = min(limits.rlim_max, rlim_t(mostWanted))
        if limits.rlim_cur < wanted {
            var more = limits
            more.rlim_cur = wanted
            if setrlimit(resource, &more) == 0 { limits = more }
        }
        return Descriptors(limit: Int(min(limits.rlim_cur, rlim_t(Int32.max))))
    }

    /// Connections of clients: half of what is not kept back, and those that are being closed on top.
    var clients: Int { max(8, (limit - Self.keptBack) / 2) }

    /// Connections to services: a tenth, since one takes up to four while its name is looked up.
    var outgoing: Int { max(2, (limit - Self.keptBack) / 10) }
}
