import PatchbayText

extension Number {
    /// The quotient: exact when it has an end within 18 digits, else the nearest double.
    ///
    /// - Returns: `nil` for a division by zero and for a result beyond the range of numbers.
    public func divided(by other: Number) -> Number? {
        if other.isZero { return nil }
        if let (left, leftExponent) = short, let (right, rightExponent) = other.short {
            let exponent = leftExponent - rightExponent
            if left != .min, left % right == 0, abs(exponent) < Number.exponentLimit - 18 {
                return Number(significand: left / right, exponent: exponent)
            }
            let (quotient, remainder) = (Int128(left) * 1_000_000_000_000_000_000)
                .quotientAndRemainder(dividingBy: Int128(right))
            if remainder == 0, let exact = Number(scaled: quotient, exponent: exponent - 18) { return exact }
            if let (left, right, _) = aligned(with: other) { return Number(Double(left) / Double(right)) }
        } else if let exact = longQuotient(dividingBy: other) {
            return exact
        }
        return Number(double / other.double)
    }

    /// The exact remainder with the sign of this number, as JavaScript's `%`; `nil` for a division by zero.
    public func remainder(dividingBy other: Number) -> Number? {
        if other.isZero { return nil }
        if let (left, right, exponent) = aligned(with: other) {
            if right == -1 || right == 1 { return .zero }
            return Number(significand: left % right, exponent: exponent)
        }
        if case .big(let big) = storage, let divisor = other.limb, big.exponent >= 0 {
            let digits = Limbs.scale(big.limbs, by: Int(big.exponent))
            let remainder = Int(Limbs.divide(digits, by: divisor).remainder)
            return Number(isNegative ? -remainder : remainder)
        }
        return Number(double.truncatingRemainder(dividingBy: other.double))
    }

    /// The quotient of a long number and one of a few digits, when it has an end within 18 digits.
    private func longQuotient(dividingBy other: Number) -> Number? {
        guard let divisor = other.limb else { return nil }
        let wide = wide
        let (quotient, remainder) = Limbs.divide(Limbs.scale(wide.limbs, by: 18), by: divisor)
        guard remainder == 0 else { return nil }
        let (whole, fraction) = Limbs.unscale(quotient, by: 18)
        let isNegative = isNegative != other.isNegative
        return fraction.isEmpty
            ? Number(WideDecimal(isNegative: isNegative, limbs: whole, exponent: wide.exponent))
            : Number(WideDecimal(isNegative: isNegative, limbs: quotient, exponent: wide.exponent - 18))
    }

    /// The magnitude of a whole number that fits a limb.
    private var limb: UInt32? {
        integer.flatMap { UInt32(exactly: $0.magnitude) }.flatMap { UInt64($0) < Limbs.base ? $0 : nil }
    }

    private init?(scaled: Int128, exponent: Int) {
        var (scaled, exponent) = (scaled, exponent)
        while scaled != 0, scaled % 10 == 0 {
            scaled /= 10
            exponent += 1
        }
        guard let significand = Int64(exactly: scaled), abs(exponent) < Number.exponentLimit - 18 else { return nil }
        self.init(significand: significand, exponent: exponent)
    }
}
