/// Arithmetic on unsigned whole numbers in base 1,000,000,000, least significant limb first.
///
/// The base makes reading, writing and scaling by powers of ten linear, which is what numbers in JSON need most.
enum Limbs {
    static let base: UInt64 = 1_000_000_000

    /// The limbs of a word.
    static func of(_ word: UInt64) -> [UInt32] {
        var rest = word
        var limbs: [UInt32] = []
        while rest > 0 {
            limbs.append(UInt32(rest % base))
            rest /= base
        }
        return limbs
    }

    /// The limbs of decimal digits (`0`–`9` as ASCII).
    static func parse(_ digits: some BidirectionalCollection<UInt8>) -> [UInt32] {
        var limbs: [UInt32] = []
        limbs.reserveCapacity(digits.count / 9 + 1)
        var end = digits.endIndex
        while end > digits.startIndex {
            let start = digits.index(end, offsetBy: -9, limitedBy: digits.startIndex) ?? digits.startIndex
            limbs.append(digits[start..<end].reduce(0) { $0 * 10 + UInt32($1 - 0x30) })
            end = start
        }
        trim(&limbs)
        return limbs
    }

    /// The decimal digits as ASCII, `0` for nothing.
    static func digits(_ limbs: [UInt32]) -> [UInt8] {
        guard let last = limbs.last else { return [0x30] }
        var result = Array(String(last).utf8)
        result.reserveCapacity(limbs.count * 9)
        for limb in limbs.dropLast().reversed() {
            var divisor: UInt32 = 100_000_000
            while divisor > 0 {
                result.append(UInt8(limb / divisor % 10) + 0x30)
                divisor /= 10
            }
        }
        return result
    }

    /// The word of these limbs, when they fit one.
    static func word(_ limbs: [UInt32]) -> UInt64? {
        var result: UInt64 = 0
        for limb in limbs.reversed() {
            let (product, overflow) = result.multipliedReportingOverflow(by: base)
            let (sum, carried) = product.addingReportingOverflow(UInt64(limb))
            if overflow || carried { return nil }
            result = sum
        }
        return result
    }

    static func trim(_ limbs: inout [UInt32]) {
        while limbs.last == 0 { limbs.removeLast() }
    }

    static func compare(_ one: [UInt32], _ other: [UInt32]) -> Int {
        if one.count != other.count { return one.count < other.count ? -1 : 1 }
        for index in one.indices.reversed() where one[index] != other[index] {
            return one[index] < other[index] ? -1 : 1
        }
        return 0
    }

    static func add(_ one: [UInt32], _ other: [UInt32]) -> [UInt32] {
        var result: [UInt32] = []
        result.reserveCapacity(max(one.count, other.count) + 1)
        var carry: UInt64 = 0
        for index in 0..<max(one.count, other.count) {
            let sum =
                carry + UInt64(index < one.count ? one[index] : 0) + UInt64(index < other.count ? other[index] : 0)
            result.append(UInt32(sum % base))
            carry = sum / base
        }
        if carry > 0 { result.append(UInt32(carry)) }
        return result
    }

    /// The difference, where `one` is not less than `other`.
    static func subtract(_ one: [UInt32], _ other: [UInt32]) -> [UInt32] {
        var result = one
        var borrow: Int64 = 0
        for index in one.indices {
            var difference = Int64(one[index]) - borrow - Int64(index < other.count ? other[index] : 0)
            borrow = difference < 0 ? 1 : 0
            if difference < 0 { difference += Int64(base) }
            result[index] = UInt32(difference)
        }
        trim(&result)
        return result
    }

    static func multiply(_ one: [UInt32], _ other: [UInt32]) -> [UInt32] {
        guard !one.isEmpty, !other.isEmpty else { return [] }
        var result = [UInt32](repeating: 0, count: one.count + other.count)
        for (index, limb) in one.enumerated() {
            var carry: UInt64 = 0
            for (offset, factor) in other.enumerated() {
                let sum = UInt64(limb) * UInt64(factor) + UInt64(result[index + offset]) + carry
                result[index + offset] = UInt32(sum % base)
                carry = sum / base
            }
            result[index + other.count] = UInt32(carry)
        }
        trim(&result)
        return result
    }

    /// Multiplied with a power of ten.
    static func scale(_ limbs: [UInt32], by power: Int) -> [UInt32] {
        guard !limbs.isEmpty, power > 0 else { return limbs }
        let shifted = [UInt32](repeating: 0, count: power / 9) + limbs
        let rest = power % 9
        return rest == 0 ? shifted : multiply(shifted, [powers[rest]])
    }

    /// Divided by a power of ten, with what is cut off.
    static func unscale(_ limbs: [UInt32], by power: Int) -> (quotient: [UInt32], remainder: [UInt32]) {
        let whole = power / 9
        guard whole < limbs.count else { return ([], limbs) }
        var low = Array(limbs[..<whole])
        var high = Array(limbs[whole...])
        let rest = power % 9
        if rest > 0 {
            let (quotient, remainder) = divide(high, by: powers[rest])
            high = quotient
            low.append(remainder)
        }
        trim(&high)
        trim(&low)
        return (high, low)
    }

    /// Divided by one limb that is not zero, with what remains.
    static func divide(_ limbs: [UInt32], by divisor: UInt32) -> (quotient: [UInt32], remainder: UInt32) {
        var quotient = limbs
        var carry: UInt64 = 0
        for index in limbs.indices.reversed() {
            let value = carry * base + UInt64(limbs[index])
            quotient[index] = UInt32(value / UInt64(divisor))
            carry = value % UInt64(divisor)
        }
        trim(&quotient)
        return (quotient, UInt32(carry))
    }

    /// How many decimal digits there are.
    static func digitCount(_ limbs: [UInt32]) -> Int {
        guard let last = limbs.last else { return 1 }
        return (limbs.count - 1) * 9 + String(last).utf8.count
    }

    private static let powers: [UInt32] = [
        1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000,
    ]
}
