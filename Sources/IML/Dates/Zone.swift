/// A time zone: which clock time a moment has somewhere.
///
/// A copy is cheap and a conversion does no input or output: the rules of a named zone are read once, from the system's
/// time zone database, and kept in a bounded cache.
public struct Zone: Sendable {
    private enum Rules: Sendable {
        case fixed(seconds: Int)
        case table(ZoneTable)
    }

    private let rules: Rules

    /// Coordinated Universal Time.
    public static let utc = Zone(offsetSeconds: 0)

    /// A zone that is always the same distance from UTC.
    init(offsetSeconds: Int) {
        rules = .fixed(seconds: offsetSeconds)
    }

    init(table: ZoneTable) {
        rules = .table(table)
    }

    /// Finds a zone: an IANA name (`Europe/Prague`), `UTC`, `Z`, or an offset (`+02:00`, `-0330`, `UTC+2`).
    ///
    /// - Returns: `nil` when there is no such zone.
    public init?(_ name: String) {
        guard let zone = ZoneCache.zone(named: name) else { return nil }
        self = zone
    }

    /// The zone `environment.timezone` names; UTC when it names none.
    public init(environment: Value) {
        guard case .collection(let fields) = environment, case .text(let name) = fields[valueOf: "timezone"] else {
            self = .utc
            return
        }
        self = Zone(name) ?? .utc
    }

    /// What is wrong with the zone an environment names, in words that begin with `environment.timezone`; `nil` when it
    /// names one that exists, or none.
    ///
    /// Whoever takes an environment from outside asks this first: a template goes on with UTC and says nothing.
    public static func objection(toEnvironment environment: Fields) -> String? {
        let given: String
        switch environment[valueOf: "timezone"] {
        case .undefined, .null: return nil
        case .text(let name):
            if Zone(name) != nil { return nil }
            given = "'\(name.prefix(64))'"
        case .number(let number): given = "\(number)"
        case let other: given = other.typeName
        }
        return "environment.timezone has to be a time zone such as Europe/Prague, UTC or +02:00, not \(given)."
    }

    /// Seconds a clock of the zone is ahead of UTC at a moment.
    public func offsetSeconds(at moment: Timestamp) -> Int {
        switch rules {
        case .fixed(let seconds): seconds
        case .table(let table):
            table.offset(at: moment.millisecondsSinceEpoch.flooredQuotient(by: 1_000))
        }
    }

    /// What a clock and calendar of the zone show at a moment.
    func civil(at moment: Timestamp) -> CivilDateTime {
        CivilDateTime(
            millisecondsSinceEpoch: moment.millisecondsSinceEpoch + Int64(offsetSeconds(at: moment)) * 1_000
        )
    }

    /// The moment a clock of the zone shows a time.
    ///
    /// As JavaScript has it: a time that is skipped when clocks go forward counts as if they had not (02:30 becomes
    /// 03:30), and of a time that comes twice the first is taken.
    func timestamp(of civil: CivilDateTime) -> Timestamp {
        let local = civil.millisecondsSinceEpoch
        guard case .table(let table) = rules else {
            return Timestamp(millisecondsSinceEpoch: local - Int64(offsetSeconds(at: Timestamp(local))) * 1_000)
        }
        let seconds = local.flooredQuotient(by: 1_000)
        // A day to either side is beyond any offset, so these are the offsets around the time.
        let before = Int64(table.offset(at: seconds - 86_400))
        let after = Int64(table.offset(at: seconds + 86_400))
        if before != after, Int64(table.offset(at: seconds - before)) != before,
            Int64(table.offset(at: seconds - after)) == after
        {
            return Timestamp(millisecondsSinceEpoch: local - after * 1_000)
        }
        return Timestamp(millisecondsSinceEpoch: local - before * 1_000)
    }
}

extension Timestamp {
    fileprivate init(_ milliseconds: Int64) {
        self.init(millisecondsSinceEpoch: milliseconds)
    }
}
