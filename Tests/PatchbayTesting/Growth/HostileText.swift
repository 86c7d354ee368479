/// A kind of text that asks much of whoever reads it without care, in any length.
package struct HostileText: Sendable, CustomStringConvertible {
    /// What it is made of.
    package let name: String
    private let make: @Sendable (Int) -> String

    package var description: String { name }

    /// A text of about so many bytes.
    package func callAsFunction(bytes: Int) -> String { make(bytes) }

    private init(_ name: String, _ unit: String, from start: String = "") {
        self.name = name
        make = { start + String(repeating: unit, count: max(1, $0 / unit.utf8.count)) }
    }

    private init(_ name: String, _ make: @escaping @Sendable (Int) -> String) {
        self.name = name
        self.make = make
    }

    /// Every kind there is.
    package static let all: [HostileText] = [
        HostileText("one letter", "a"),
        HostileText("accented letters", "é"),
        // Two marks of different classes, in the order that normalising has to change.
        HostileText("marks", "\u{301}\u{323}", from: "a"),
        HostileText("marks without a base", "\u{301}\u{323}"),
        HostileText("digits", "7"),
        HostileText("nines after a point", "9", from: "0."),
        HostileText("spaces", " "),
        HostileText("a word behind spaces") { String(repeating: " ", count: $0) + "a" },
        HostileText("short words", "ab "),
        HostileText("words, each another") { bytes in (0..<max(1, bytes / 8)).map { "w\($0) " }.joined() },
        HostileText("line ends", "\r\n"),
        HostileText("long lines") { bytes in
            let line = String(repeating: "x", count: max(1, bytes / 4)) + "\n"
            return String(repeating: line, count: 4)
        },
        HostileText("pairs with one name", "k=v&"),
        HostileText("pairs, each with another name") { bytes in
            (0..<max(1, bytes / 10)).map { "k\($0)=\($0)" }.joined(separator: "&")
        },
        HostileText("fields with one name", "a=\"b\", "),
        HostileText("commas", ","),
        HostileText("points", "."),
        HostileText("path", "a.b[1]."),
        HostileText("slashes", "/"),
        HostileText("colons", "a:"),
        HostileText("quotes", "\""),
        HostileText("apostrophes", "'"),
        HostileText("backslashes", "\\"),
        HostileText("percent", "%C3%A9"),
        HostileText("brackets", "["),
        HostileText("nested arrays") { bytes in
            String(repeating: "[", count: bytes / 2) + String(repeating: "]", count: bytes / 2)
        },
        HostileText("nested objects", "{\"a\":"),
        HostileText("parentheses", "("),
        HostileText("braces", "{{"),
        HostileText("expressions", "{{a}}"),
        HostileText("angles", "<"),
        HostileText("tags", "<a b=\"c\">"),
        HostileText("tags that do not close", "<a '"),
        HostileText("comments that do not close", "<!--"),
        HostileText("references", "&amp;"),
        HostileText("ampersands", "&"),
        HostileText("hyphens", "-"),
        HostileText("sigmas", "Σ"),
        HostileText("flags", "🇩"),
        HostileText("joined emoji", "👩\u{200D}"),
        HostileText("joined letters", "\u{915}\u{94D}"),
        HostileText("Hangul", "\u{1100}"),
        HostileText("periods of letters", "aaaaaaab"),
    ]

    /// The kinds whose reading does not depend on where something stands, for what is tried in many places.
    package static let few = all.filter {
        ["one letter", "marks", "digits", "short words", "flags", "pairs with one name", "brackets"].contains($0.name)
    }
}
