/// A class of characters, such as `[a-z\d]`.
struct RegexSet: Sendable {
    /// A class of Unicode, as `\p{Lu}`.
    struct Property: Sendable {
        let matches: @Sendable (Unicode.Scalar) -> Bool
        let negated: Bool
    }

    private(set) var ranges: [ClosedRange<UInt32>] = []
    private var properties: [Property] = []
    private var low: (UInt64, UInt64) = (0, 0)
    var isNegated = false

    mutating func insert(_ range: ClosedRange<UInt32>) {
        ranges.append(range)
        guard range.lowerBound < 128 else { return }
        for value in range.lowerBound...min(range.upperBound, 127) {
            if value < 64 { low.0 |= 1 << UInt64(value) } else { low.1 |= 1 << UInt64(value - 64) }
        }
    }

    mutating func insert(_ property: Property) {
        properties.append(property)
    }

    mutating func formUnion(_ other: RegexSet) {
        for range in other.isNegated ? other.complement : other.ranges { insert(range) }
        properties += other.properties
    }

    private var complement: [ClosedRange<UInt32>] {
        var result: [ClosedRange<UInt32>] = []
        var next: UInt32 = 0
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if range.lowerBound > next { result.append(next...range.lowerBound - 1) }
            next = max(next, range.upperBound + 1)
        }
        return next <= 0x10FFFF ? result + [next...0x10FFFF] : result
    }

    /// Whether the class has a character in it.
    func matches(_ value: UInt32, ignoringCase: Bool) -> Bool {
        var found = has(value)
        if !found, ignoringCase {
            found = RegexCase.variants(of: value).contains { has($0) }
        }
        return found != isNegated
    }

    private func has(_ value: UInt32) -> Bool {
        if value < 64, low.0 >> UInt64(value) & 1 == 1 { return true }
        if value >= 64, value < 128, low.1 >> UInt64(value - 64) & 1 == 1 { return true }
        if value >= 128, ranges.contains(where: { $0.contains(value) }) { return true }
        guard !properties.isEmpty, let scalar = Unicode.Scalar(value) else { return false }
        return properties.contains { $0.matches(scalar) != $0.negated }
    }

    static let digits = RegexSet([0x30...0x39])
    static let words = RegexSet([0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])
    static let spaces = RegexSet([
        0x09...0x0D, 0x20...0x20, 0xA0...0xA0, 0x1680...0x1680, 0x2000...0x200A, 0x2028...0x2029, 0x202F...0x202F,
        0x205F...0x205F, 0x3000...0x3000, 0xFEFF...0xFEFF,
    ])

    init(_ ranges: [ClosedRange<UInt32>] = []) {
        for range in ranges { insert(range) }
    }

    /// The class of `\d`, `\W` and so on; `nil` for other letters.
    init?(escape letter: UInt32) {
        switch letter | 0x20 {
        case 0x64: self = .digits
        case 0x77: self = .words
        case 0x73: self = .spaces
        default: return nil
        }
        isNegated = letter & 0x20 == 0
    }
}

/// Characters that are one without regard to case.
enum RegexCase {
    /// The one all variants of a character have in common: its capital, as ECMAScript's `Canonicalize`.
    static func canonical(_ value: UInt32) -> UInt32 {
        if value < 128 { return value &- 0x61 < 26 ? value - 32 : value }
        guard let scalar = Unicode.Scalar(value) else { return value }
        let upper = scalar.properties.uppercaseMapping.unicodeScalars
        guard upper.count == 1, let first = upper.first, first.value >= 128 else { return value }
        return first.value
    }

    static func variants(of value: UInt32) -> [UInt32] {
        if value < 128 {
            return (value | 0x20) &- 0x61 < 26 ? [value ^ 0x20] : []
        }
        guard let scalar = Unicode.Scalar(value) else { return [] }
        let lower = scalar.properties.lowercaseMapping.unicodeScalars
        let small = lower.count == 1 ? lower.first.map(\.value) : nil
        return [canonical(value)] + (small.map { $0 >= 128 ? [$0] : [] } ?? [])
    }
}
