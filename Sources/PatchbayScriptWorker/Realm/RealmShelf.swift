/// The realms of a worker that wait for a call.
struct RealmShelf {
    /// Realms without an app, so that an app whose last one was spoilt does not wait for a new one.
    private static let blankLimit = 3
    /// Apps that have a realm of their own ready: those used last.
    private static let appLimit = 32

    private var blanks: [Realm] = []
    private var ready: [UInt64: Realm] = [:]
    /// The apps of `ready`, the one used last at the end.
    private var order: [UInt64] = []

    /// Whether there are less realms without an app than there should be.
    var lacksBlanks: Bool { blanks.count < Self.blankLimit }

    /// Whether a realm is ready for a call of an app.
    func isReady(for app: UInt64) -> Bool { ready[app] != nil }

    /// Takes the realm that is ready for a call of an app.
    mutating func take(for app: UInt64) -> Realm? { ready.removeValue(forKey: app) }

    /// Takes a realm without an app.
    mutating func takeBlank() -> Realm? { blanks.popLast() }

    /// Keeps a realm without an app.
    mutating func put(_ blank: Realm) {
        blanks.append(blank)
    }

    /// Keeps a realm that is ready for a call of an app, and lets the one go that has waited longest.
    mutating func put(_ realm: Realm, for app: UInt64) {
        ready[app] = realm
        if order.last != app {
            order.removeAll { $0 == app }
            order.append(app)
        }
        if order.count > Self.appLimit { ready[order.removeFirst()] = nil }
    }

    /// Forgets an app.
    mutating func remove(_ app: UInt64) {
        ready[app] = nil
        order.removeAll { $0 == app }
    }
}
