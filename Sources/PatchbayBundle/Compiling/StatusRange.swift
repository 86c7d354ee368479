import PatchbayText

/// The statuses a key of an object by status means: `404`, `400-499`, `4xx` or `*`.
struct StatusRange {
    let statuses: ClosedRange<Int>

    static let all = 0...999

    /// Reads a key; `nil` for one that names no status.
    init?(_ key: String) {
        if key.isExactly("*") {
            statuses = Self.all
        } else if let status = Self.status(key) {
            statuses = status...status
        } else if key.utf8.count == 3, key.lowercased().ends(withBytesOf: "xx"),
            let hundred = key.first?.wholeNumberValue
        {
            statuses = hundred * 100...hundred * 100 + 99
        } else {
            let ends = key.parts(between: "-").map(Self.status)
            guard ends.count == 2, let first = ends[0], let last = ends[1], first <= last else { return nil }
            statuses = first...last
        }
    }

    private static func status(_ text: some StringProtocol) -> Int? {
        let trimmed = String(decoding: text.utf8.filter { $0 != 0x20 }, as: UTF8.self)
        guard trimmed.utf8.count == 3, let status = Int(trimmed), status >= 100 else { return nil }
        return status
    }
}
