/// Something that reads texts of strangers, for a test of how its work grows.
package struct TextReading: Sendable, CustomStringConvertible {
    /// What reads.
    package let description: String
    private let frames: [String]
    private let read: @Sendable (String) throws -> Void

    /// Names what reads.
    ///
    /// - Parameters:
    ///   - description: What to call it.
    ///   - frames: What stands around the text, with `…` in its place; the text alone is always tried.
    ///   - read: Reads; what it throws is an answer as good as any.
    package init(
        _ description: String,
        in frames: [String] = [],
        _ read: @escaping @Sendable (String) throws -> Void
    ) {
        self.description = description
        self.frames = ["…"] + frames
        self.read = read
    }

    /// Where the work grows faster than the text: each kind of text in each frame.
    package func excesses(_ probe: GrowthProbe = .standard, kinds: [HostileText] = HostileText.all) -> [Growth] {
        kinds.flatMap { text in
            frames.compactMap { frame in
                probe.excess(
                    "\(description) of \(frame == "…" ? "" : "\(frame) with ")\(text)",
                    input: { frame.replacing("…", with: text(bytes: $0)) },
                    read
                )
            }
        }
    }
}

/// Something that is made of many parts and read, for a test of how the work grows.
package struct Bulk: Sendable, CustomStringConvertible {
    /// What it is.
    package let description: String
    private let make: @Sendable (Int) -> String
    private let read: @Sendable (String) throws -> Void

    /// Repeats a part between two ends; `#` in it becomes the number of the repetition, and what it is followed by.
    package init(
        _ description: String,
        _ before: String,
        _ part: String,
        _ after: String = "",
        _ read: @escaping @Sendable (String) throws -> Void
    ) {
        self.init(description, { Bulk.repeated(before, part, after, bytes: $0) }, read)
    }

    /// Makes a text of about so many bytes in a way of its own.
    package init(
        _ description: String,
        _ make: @escaping @Sendable (Int) -> String,
        _ read: @escaping @Sendable (String) throws -> Void
    ) {
        self.description = description
        self.make = make
        self.read = read
    }

    private static func repeated(_ before: String, _ part: String, _ after: String, bytes: Int) -> String {
        let count = max(1, bytes / part.utf8.count)
        let pieces = part.split(separator: "#", omittingEmptySubsequences: false)
        let parts = (0..<count).map { number in pieces.joined(separator: "\(number)") }
        return before + parts.joined() + after
    }

    /// What is wrong with how the work grows; `nil` when nothing is.
    package func excess(_ probe: GrowthProbe = .standard) -> Growth? {
        probe.excess(description, input: make, read)
    }
}
