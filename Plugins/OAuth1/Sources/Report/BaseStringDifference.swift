import PatchbayAuth
import PatchbayText

/// The first thing in which two base strings differ, said so that a person can mend it.
public struct BaseStringDifference: Sendable, Equatable {
    /// Which part differs: `method`, `address`, a parameter's name, or `base string`.
    public let part: String
    /// What this host signs; `nil` when it has nothing there.
    public let ours: String?
    /// What the service signs; `nil` when it has nothing there.
    public let theirs: String?
    /// What that means and what to do about it.
    public let explanation: String
}

extension OAuth1SignatureReport {
    /// Compares with the base string a service says it computed.
    ///
    /// - Parameter providerBaseString: The service's base string, as its debugging page or error shows it.
    /// - Returns: The first difference; `nil` when they are the same, so that only a secret can be wrong.
    public func firstDifference(from providerBaseString: String) -> BaseStringDifference? {
        let theirs = String(providerBaseString.trimmingWhitespace())
        if theirs.utf8.elementsEqual(baseString.utf8) { return nil }
        let (mine, other) = (Self.parts(of: baseString), Self.parts(of: theirs))
        guard other.count == 3, mine.count == 3 else {
            return BaseStringDifference(
                part: "base string",
                ours: baseString,
                theirs: theirs,
                explanation: "A base string is three encoded parts joined by '&'; the given one has \(other.count)."
            )
        }
        return Self.difference(ofMethods: mine[0], other[0])
            ?? Self.difference(ofAddresses: mine[1], other[1])
            ?? Self.difference(ofParameters: mine[2], other[2])
    }

    private static func parts(of base: String) -> [String] {
        base.split(separator: "&", omittingEmptySubsequences: false).map(String.init)
    }

    private static func difference(ofMethods ours: String, _ theirs: String) -> BaseStringDifference? {
        guard ours != theirs else { return nil }
        return BaseStringDifference(
            part: "method",
            ours: ours,
            theirs: theirs,
            explanation: "The service saw another method; look for a redirect or a proxy that changes it."
        )
    }

    private static func difference(ofAddresses ours: String, _ theirs: String) -> BaseStringDifference? {
        guard ours != theirs else { return nil }
        if decoded(ours) == decoded(theirs) { return encoding(of: "address", ours, theirs) }
        return BaseStringDifference(
            part: "address",
            ours: decoded(ours),
            theirs: decoded(theirs),
            explanation: "The service computes another address: often http for https behind its proxy, a port, "
                + "a trailing '/', or a host name that differs from the one called."
        )
    }

    private static func difference(ofParameters ours: String, _ theirs: String) -> BaseStringDifference? {
        let (mine, other) = (pairs(of: ours), pairs(of: theirs))
        if decoded(theirs) == ours { return encoding(of: "parameters", ours, theirs) }
        for (one, two) in zip(mine, other) where one != two {
            return difference(one, two, mine: mine, other: other)
        }
        if mine.count > other.count { return missing(mine[other.count], inOurs: false) }
        if other.count > mine.count { return missing(other[mine.count], inOurs: true) }
        return encoding(of: "parameters", ours, theirs)
    }

    /// A part that says the same in other escapes.
    private static func encoding(of part: String, _ ours: String, _ theirs: String) -> BaseStringDifference {
        let explanation =
            if ours.uppercased() == theirs.uppercased() {
                "Only the digits of escapes differ: they are capitals (%3A, not %3a)."
            } else {
                "The same, encoded differently: each part of a base string is encoded once, its parameters' names and "
                    + "values once before that, and only letters, digits, '-', '.', '_' and '~' stay."
            }
        return BaseStringDifference(part: part, ours: ours, theirs: theirs, explanation: explanation)
    }

    private typealias Pair = (name: String, value: String)

    private static func difference(_ one: Pair, _ two: Pair, mine: [Pair], other: [Pair]) -> BaseStringDifference {
        let onlyOurs = !other.contains { $0 == one }
        let onlyTheirs = !mine.contains { $0 == two }
        if one.name == two.name, onlyOurs, onlyTheirs { return changed(one, two) }
        if onlyOurs { return missing(one, inOurs: false) }
        if onlyTheirs { return missing(two, inOurs: true) }
        return BaseStringDifference(
            part: one.name,
            ours: "\(one.name)=\(one.value)",
            theirs: "\(two.name)=\(two.value)",
            explanation:
                "The order differs: parameters are sorted by encoded name, then by encoded value, byte by byte, "
                + "and repeated ones are kept."
        )
    }

    private static func changed(_ one: Pair, _ two: Pair) -> BaseStringDifference {
        let explanation =
            if decoded(two.value) == one.value || decoded(one.value) == two.value {
                "One side encodes the value once more than the other."
            } else if one.value.replacing("%20", with: "+") == two.value.replacing("%20", with: "+")
                || one.value.replacing("%20", with: "%2B") == two.value.replacing("%20", with: "%2B")
            {
                "A space is %20 in a base string; one side wrote '+'."
            } else if decoded(one.value) == decoded(two.value) {
                "The value is the same, encoded differently: only letters, digits, '-', '.', '_' and '~' stay, "
                    + "and the digits of escapes are capitals."
            } else {
                "The values differ."
            }
        return BaseStringDifference(part: one.name, ours: one.value, theirs: two.value, explanation: explanation)
    }

    private static func missing(_ pair: Pair, inOurs: Bool) -> BaseStringDifference {
        BaseStringDifference(
            part: pair.name,
            ours: inOurs ? nil : pair.value,
            theirs: inOurs ? pair.value : nil,
            explanation: inOurs
                ? "The service signs a parameter that this request does not have."
                : "The service does not sign this parameter: it may not read it from where it is sent (query, body or "
                    + "header), or a part of a body that is not a form."
        )
    }

    private static func pairs(of encoded: String) -> [Pair] {
        FormDecoding.pairs(of: decoded(encoded)[...].utf8).map { pair in
            (String(Substring(pair.name)), pair.value.map { String(Substring($0)) } ?? "")
        }
    }

    private static func decoded(_ text: String) -> String { PercentEncoding.text(text.utf8) }
}
