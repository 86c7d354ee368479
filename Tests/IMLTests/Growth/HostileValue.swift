import PatchbayTesting

@testable import IML

/// A kind of value that asks much of whoever looks at it without care, in any size.
struct HostileValue: Sendable, CustomStringConvertible {
    let name: String
    var description: String { name }
    /// Whether it is one of a few that show most of what goes wrong.
    var isOfFew = false
    private let make: @Sendable (Int) -> Value

    /// A value that takes about so many bytes as JSON.
    func callAsFunction(bytes: Int) -> Value { make(bytes) }

    /// Values of each kind of text, and those that are no text.
    static let all: [HostileValue] =
        HostileText.all.map { text in
            HostileValue(name: "text of \(text.name)", isOfFew: few.contains(text.name)) { .text(text(bytes: $0)) }
        } + lists

    private static let few = Set(HostileText.few.map(\.name))

    /// Arrays, collections, binary and numbers.
    static let lists: [HostileValue] = [
        HostileValue(name: "binary") { .binary(Binary([UInt8](repeating: 0xE9, count: $0))) },
        HostileValue(name: "number of many digits") { Value.number(digits($0)) },
        HostileValue(name: "fraction of many digits") {
            Number("0.1\(String(repeating: "3", count: $0))").map(Value.number) ?? 0
        },
        HostileValue(name: "array of numbers") { .array((0..<$0 / 8).map { Value($0 * 7_919 % 10_007) }) },
        HostileValue(name: "array of long numbers") { bytes in
            .array((0..<bytes / 40).map { .number(Number("\($0)\(String(repeating: "7", count: 36))") ?? .zero) })
        },
        HostileValue(name: "array of a few numbers of many digits") { bytes in
            .array([Value](repeating: .number(digits(bytes / 2)), count: 2))
        },
        HostileValue(name: "array of one text") { .array([Value](repeating: "text", count: $0 / 8)) },
        HostileValue(name: "array of texts, each another") { .array((0..<$0 / 8).map { .text("t\($0)") }) },
        HostileValue(name: "array of texts with marks") { bytes in
            .array((0..<8).map { .text("\($0)" + String(repeating: "\u{301}\u{323}", count: bytes / 32)) })
        },
        HostileValue(name: "array of texts with many commas") { .array([Value](repeating: ",.,.", count: $0 / 8)) },
        HostileValue(name: "array of arrays") { .array([Value](repeating: [1, "a"], count: $0 / 8)) },
        HostileValue(name: "arrays, one in the other") { bytes in
            (0..<min(400, bytes / 2)).reduce([] as Value) { inner, _ in [inner] }
        },
        HostileValue(name: "array of collections") { bytes in
            .array((0..<bytes / 24).map { ["id": Value($0), "key": .text("k\($0)"), "value": "v"] })
        },
        HostileValue(name: "array of collections with one key") { bytes in
            .array([Value](repeating: ["id": 1, "key": "k", "value": "v"], count: bytes / 24))
        },
        HostileValue(name: "array of dates") { bytes in
            .array((0..<bytes / 24).map { .date(Timestamp(millisecondsSinceEpoch: Int64($0) * 977)) })
        },
        HostileValue(name: "collection of many keys") { bytes in
            .collection(Fields((0..<bytes / 12).map { ("k\($0)", Value($0)) }))
        },
        HostileValue(name: "collection of a few keys with marks") { bytes in
            .collection(Fields((0..<8).map { ("\($0)" + String(repeating: "\u{301}\u{323}", count: bytes / 32), 1) }))
        },
        HostileValue(name: "collection of many keys that differ in case") { bytes in
            var fields = Fields(caseInsensitiveKeys: true)
            for number in 0..<bytes / 12 { fields["K\(number)"] = Value(number) }
            return .collection(fields)
        },
        HostileValue(name: "collections, one in the other") { bytes in
            (0..<min(400, bytes / 6)).reduce(1 as Value) { inner, _ in ["a": inner] }
        },
    ]

    private static func digits(_ count: Int) -> Number { Number(String(repeating: "7", count: max(1, count))) ?? .zero }
}
