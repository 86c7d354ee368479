extension Number {
    /// Rounded at a decimal place.
    ///
    /// - Parameters:
    ///   - digits: How many digits stay after the point; negative ones round before it.
    ///   - rule: Which way. ``Number/rounded(toDigits:)`` is JavaScript's `Math.round`.
    public func rounded(toDigits digits: Int, rule: FloatingPointRoundingRule) -> Number {
        switch storage {
        case .integer where digits >= 0: return self
        case .decimal(_, let exponent) where Int(exponent) >= -digits: return self
        default: break
        }
        let wide = wide
        let excess = -digits - wide.exponent
        guard excess > 0 else { return self }
        guard excess <= Limbs.digitCount(wide.limbs) + 1 else {
            let goesAway = (rule == .up && !isNegative) || (rule == .down && isNegative)
            guard goesAway, !isZero, -digits < Number.exponentLimit else { return .zero }
            return Number(significand: isNegative ? -1 : 1, exponent: -digits)
        }
        return Number(wide.dropping(excess, rule: rule)) ?? self
    }

    /// Rounded at a decimal place, a half towards positive infinity as JavaScript's `Math.round` does.
    public func rounded(toDigits digits: Int = 0) -> Number {
        let rule: FloatingPointRoundingRule = .toNearestOrAwayFromZero
        guard isNegative else { return rounded(toDigits: digits, rule: rule) }
        // Half of a negative number goes up: round down what lies strictly beyond the half, else up.
        let up = rounded(toDigits: digits, rule: .up)
        let down = rounded(toDigits: digits, rule: .down)
        guard let above = up.subtracting(self), let below = self.subtracting(down) else { return self }
        return above <= below ? up : down
    }
}
