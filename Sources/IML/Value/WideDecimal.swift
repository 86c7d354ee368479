/// A number of any length on its way through an operation.
struct WideDecimal {
    var isNegative: Bool
    var limbs: [UInt32]
    var exponent: Int

    /// Digits an operation's result keeps; reading a number keeps all of them.
    static let precision = 200

    /// The same value without trailing zeros in the significand, so that equal values are equal in form.
    var compact: Compact {
        guard !limbs.isEmpty else { return Compact(isNegative: false, limbs: [], exponent: 0) }
        let zeros = trailingZeros
        return Compact(
            isNegative: isNegative,
            limbs: Limbs.unscale(limbs, by: zeros).quotient,
            exponent: exponent + zeros
        )
    }

    struct Compact: Hashable {
        var isNegative: Bool
        var limbs: [UInt32]
        var exponent: Int
    }

    private var trailingZeros: Int {
        var zeros = 0
        for limb in limbs {
            if limb == 0 {
                zeros += 9
                continue
            }
            var rest = limb
            while rest % 10 == 0 {
                rest /= 10
                zeros += 1
            }
            break
        }
        return zeros
    }

    /// Below 0 when this is less than the other, which has the same sign and is not zero, as this is not.
    func compare(_ other: WideDecimal) -> Int {
        let sign = isNegative ? -1 : 1
        let magnitude = Limbs.digitCount(limbs) + exponent
        let otherMagnitude = Limbs.digitCount(other.limbs) + other.exponent
        if magnitude != otherMagnitude { return magnitude < otherMagnitude ? -sign : sign }
        let lowest = min(exponent, other.exponent)
        return sign
            * Limbs.compare(
                Limbs.scale(limbs, by: exponent - lowest),
                Limbs.scale(other.limbs, by: other.exponent - lowest)
            )
    }

    static func + (one: WideDecimal, other: WideDecimal) -> WideDecimal {
        if one.limbs.isEmpty { return other }
        if other.limbs.isEmpty { return one }
        let (left, right) = aligned(one, other)
        if left.isNegative == right.isNegative {
            return WideDecimal(
                isNegative: left.isNegative,
                limbs: Limbs.add(left.limbs, right.limbs),
                exponent: left.exponent
            )
        }
        let order = Limbs.compare(left.limbs, right.limbs)
        if order == 0 { return WideDecimal(isNegative: false, limbs: [], exponent: 0) }
        let (more, less) = order > 0 ? (left, right) : (right, left)
        return WideDecimal(
            isNegative: more.isNegative,
            limbs: Limbs.subtract(more.limbs, less.limbs),
            exponent: more.exponent
        )
    }

    static func * (one: WideDecimal, other: WideDecimal) -> WideDecimal {
        WideDecimal(
            isNegative: one.isNegative != other.isNegative,
            limbs: Limbs.multiply(one.limbs, other.limbs),
            exponent: one.exponent + other.exponent
        )
    }

    /// Both with one exponent; the smaller is dropped to nothing when it is beyond any precision kept.
    private static func aligned(_ one: WideDecimal, _ other: WideDecimal) -> (WideDecimal, WideDecimal) {
        let distance = Limbs.digitCount(one.limbs) + one.exponent - Limbs.digitCount(other.limbs) - other.exponent
        if abs(distance) > 2 * precision + max(one.limbs.count, other.limbs.count) * 9 {
            var (left, right) = (one, other)
            if distance > 0 { right = WideDecimal(isNegative: false, limbs: [], exponent: left.exponent) }
            if distance < 0 { left = WideDecimal(isNegative: false, limbs: [], exponent: right.exponent) }
            return (left, right)
        }
        let lowest = min(one.exponent, other.exponent)
        return (one.lowered(to: lowest), other.lowered(to: lowest))
    }

    func lowered(to lowest: Int) -> WideDecimal {
        guard exponent > lowest else { return self }
        return WideDecimal(
            isNegative: isNegative,
            limbs: Limbs.scale(limbs, by: exponent - lowest),
            exponent: lowest
        )
    }

    /// With as many digits as a product of ``precision`` digits needs, for multiplying takes as long as the product of
    /// the lengths.
    var shortened: WideDecimal {
        let excess = Limbs.digitCount(limbs) - 5 * WideDecimal.precision
        return excess > 0 ? dropping(excess, rule: .toNearestOrEven) : self
    }

    /// Rounded half to even to ``precision`` digits.
    var rounded: WideDecimal {
        let excess = Limbs.digitCount(limbs) - WideDecimal.precision
        guard excess > 0 else { return self }
        return dropping(excess, rule: .toNearestOrEven)
    }

    /// Without its last digits, rounded by a rule.
    func dropping(_ digits: Int, rule: FloatingPointRoundingRule) -> WideDecimal {
        let (quotient, remainder) = Limbs.unscale(limbs, by: digits)
        var result = WideDecimal(isNegative: isNegative, limbs: quotient, exponent: exponent + digits)
        guard !remainder.isEmpty else { return result }
        let half = Limbs.compare(Limbs.scale(remainder, by: 1), Limbs.scale([5], by: digits))
        let up: Bool =
            switch rule {
            case .up: !isNegative
            case .down: isNegative
            case .towardZero: false
            case .awayFromZero: true
            case .toNearestOrAwayFromZero: half >= 0
            case .toNearestOrEven: half > 0 || (half == 0 && (quotient.first ?? 0) % 2 == 1)
            @unknown default: half >= 0
            }
        if up { result.limbs = Limbs.add(result.limbs, [1]) }
        return result
    }
}

extension Number {
    /// The number in its long form.
    var wide: WideDecimal {
        switch storage {
        case .integer(let integer):
            WideDecimal(isNegative: integer < 0, limbs: Limbs.of(integer.magnitude), exponent: 0)
        case .decimal(let significand, let exponent):
            WideDecimal(isNegative: significand < 0, limbs: Limbs.of(significand.magnitude), exponent: Int(exponent))
        case .big(let big):
            WideDecimal(isNegative: big.isNegative, limbs: big.limbs, exponent: Int(big.exponent))
        }
    }

    /// The largest power of ten a number may have; beyond it there is no number, and below its negative there is zero.
    static let exponentLimit = 9_999

    /// Makes a number from the long form; `nil` when it is beyond ``exponentLimit``.
    init?(_ wide: WideDecimal, keepsWholeDigits: Bool = true) {
        guard !wide.limbs.isEmpty else {
            self = .zero
            return
        }
        let compact = wide.compact
        let magnitude = Limbs.digitCount(compact.limbs) + compact.exponent
        if magnitude > Number.exponentLimit { return nil }
        if magnitude < -Number.exponentLimit {
            self = .zero
            return
        }
        if let word = Limbs.word(compact.limbs), word <= Int64.max.magnitude {
            let significand = wide.isNegative ? -Int64(word) : Int64(word)
            let number = Number(significand: significand, exponent: compact.exponent)
            // A whole number written out keeps its digits when it prints: 10^25 in full, not as 1e+25.
            if case .integer = number.storage { self = number; return }
            if !(keepsWholeDigits && wide.exponent == 0) { self = number; return }
        }
        let whole = keepsWholeDigits && wide.exponent == 0
        storage = .big(
            BigDecimal(
                isNegative: wide.isNegative,
                limbs: whole ? wide.limbs : compact.limbs,
                exponent: whole ? 0 : Int32(compact.exponent)
            )
        )
    }

    /// Makes a number from a significand of any form and a power of ten within the limit.
    init(significand: Int64, exponent: Int) {
        var (significand, exponent) = (significand, exponent)
        if significand == 0 {
            self = .zero
            return
        }
        while exponent < 0, significand % 10 == 0 {
            significand /= 10
            exponent += 1
        }
        while exponent > 0 {
            let (scaled, overflow) = significand.multipliedReportingOverflow(by: 10)
            if overflow { break }
            significand = scaled
            exponent -= 1
        }
        if exponent == 0 {
            storage = .integer(significand)
            return
        }
        while significand % 10 == 0 {
            significand /= 10
            exponent += 1
        }
        storage = .decimal(significand, exponent: Int32(exponent))
    }
}
