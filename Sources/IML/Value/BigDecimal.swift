/// The digits of a number too long for a word, in a box so that ``Number`` stays small.
final class BigDecimal: Sendable {
    let isNegative: Bool
    /// The significand in base 1,000,000,000, least significant first, without leading zeros.
    let limbs: [UInt32]
    /// The power of ten the significand is multiplied with.
    let exponent: Int32

    init(isNegative: Bool, limbs: [UInt32], exponent: Int32) {
        self.isNegative = isNegative
        self.limbs = limbs
        self.exponent = exponent
    }

    /// A spelling every decimal reader understands.
    var scientificText: String {
        String(decoding: (isNegative ? [0x2D] : []) + Limbs.digits(limbs), as: UTF8.self) + "e\(exponent)"
    }
}
