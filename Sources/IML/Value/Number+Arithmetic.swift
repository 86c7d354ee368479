extension Number {
    /// The exact sum (to 200 digits); `nil` when it is beyond 10^9999.
    public func adding(_ other: Number) -> Number? {
        if case .integer(let left) = storage, case .integer(let right) = other.storage {
            let (sum, overflow) = left.addingReportingOverflow(right)
            if !overflow { return Number(sum) }
        }
        return addingDecimals(other)
    }

    @inline(never)
    private func addingDecimals(_ other: Number) -> Number? {
        switch (storage, other.storage) {
        case (.decimal, .decimal), (.decimal, .integer), (.integer, .decimal):
            if let (left, right, exponent) = aligned(with: other) {
                let (sum, overflow) = left.addingReportingOverflow(right)
                if !overflow { return Number(significand: sum, exponent: exponent) }
            }
        default: break
        }
        return Number((wide + other.wide).rounded)
    }

    /// The exact difference (to 200 digits); `nil` when it is beyond 10^9999.
    public func subtracting(_ other: Number) -> Number? {
        if case .integer(let left) = storage, case .integer(let right) = other.storage {
            let (difference, overflow) = left.subtractingReportingOverflow(right)
            if !overflow { return Number(difference) }
        }
        return adding(other.negated)
    }

    /// The exact product (to 200 digits); `nil` when it is beyond 10^9999.
    public func multiplied(by other: Number) -> Number? {
        if let (left, leftExponent) = short, let (right, rightExponent) = other.short {
            let (product, overflow) = left.multipliedReportingOverflow(by: right)
            let exponent = leftExponent + rightExponent
            if !overflow, abs(exponent) < Number.exponentLimit - 18 {
                return Number(significand: product, exponent: exponent)
            }
        }
        return Number((wide.shortened * other.wide.shortened).rounded)
    }

    /// The number with the other sign.
    public var negated: Number {
        switch storage {
        case .integer(let integer) where integer != .min: return Number(-integer)
        case .decimal(let significand, let exponent) where significand != .min:
            return Number(storage: .decimal(-significand, exponent: exponent))
        default:
            var result = wide
            result.isNegative.toggle()
            return Number(result) ?? self
        }
    }

    /// The number without its sign.
    public var magnitude: Number { isNegative ? negated : self }

    /// Significand and exponent when they fit words.
    var short: (significand: Int64, exponent: Int)? {
        switch storage {
        case .integer(let integer): (integer, 0)
        case .decimal(let significand, let exponent): (significand, Int(exponent))
        case .big: nil
        }
    }

    /// Both significands at one exponent, when they fit words.
    func aligned(with other: Number) -> (Int64, Int64, Int)? {
        guard let (left, leftExponent) = short, let (right, rightExponent) = other.short else { return nil }
        let exponent = min(leftExponent, rightExponent)
        guard let scaledLeft = Number.scale(left, by: leftExponent - exponent),
            let scaledRight = Number.scale(right, by: rightExponent - exponent)
        else { return nil }
        return (scaledLeft, scaledRight, exponent)
    }

    private static func scale(_ significand: Int64, by power: Int) -> Int64? {
        if power == 0 { return significand }
        guard power < powersOfTen.count else { return nil }
        let (product, overflow) = significand.multipliedReportingOverflow(by: powersOfTen[power])
        return overflow ? nil : product
    }

    /// The powers of ten a word holds.
    static let powersOfTen: [Int64] = (0...18).map { (0..<$0).reduce(1) { power, _ in power * 10 } }
}
