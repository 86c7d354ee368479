import PatchbayText

/// An exact decimal number, as JSON and templates write it.
///
/// What fits is kept as a 64-bit significand with a power of ten, so `0.1 + 0.2` is `0.3`; longer numbers keep all
/// their digits in a box. There is no infinity and no NaN: an operation that has no result gives `nil`.
public struct Number: Sendable {
    enum Storage: Sendable {
        /// A whole number.
        case integer(Int64)
        /// `significand × 10^exponent`: the significand does not end in a zero, the exponent is not 0, and the value
        /// is not a whole number that fits `integer`.
        case decimal(Int64, exponent: Int32)
        /// Anything with more digits; never a value the other two could hold.
        case big(BigDecimal)
    }

    var storage: Storage

    init(storage: Storage) {
        self.storage = storage
    }

    /// Makes a whole number.
    public init(_ integer: Int) {
        storage = .integer(Int64(integer))
    }

    /// Makes a whole number.
    public init(_ integer: Int64) {
        storage = .integer(integer)
    }

    /// Makes the number with the fewest digits that reads back as this double; `nil` for infinities and NaN.
    public init?(_ double: Double) {
        if let integer = Int64(exactly: double), abs(double) < 1e15 {
            storage = .integer(integer)
            return
        }
        guard double.isFinite else { return nil }
        guard let parsed = Number(double.description) else { return nil }
        self = parsed
    }

    /// Zero.
    public static let zero = Number(0 as Int64)

    /// Whether the number is zero.
    public var isZero: Bool {
        if case .integer(0) = storage { return true }
        return false
    }

    /// Whether the number is less than zero.
    public var isNegative: Bool {
        switch storage {
        case .integer(let integer): integer < 0
        case .decimal(let significand, _): significand < 0
        case .big(let big): big.isNegative
        }
    }

    /// The value when it is whole and fits, else `nil`.
    public var integer: Int? {
        if case .integer(let integer) = storage { return Int(integer) }
        return nil
    }

    /// Whether the number has no fraction, however large it is.
    public var isWhole: Bool {
        switch storage {
        case .integer: true
        case .decimal(_, let exponent): exponent > 0
        case .big(let big): big.exponent >= 0
        }
    }

    /// The nearest double; an infinity when the number is beyond a double's range.
    public var double: Double {
        switch storage {
        case .integer(let integer):
            return Double(integer)
        case .decimal(let significand, let exponent):
            if significand.magnitude < 1 << 53, exponent.magnitude <= 22 {
                let power = Number.exactPowers[Int(exponent.magnitude)]
                return exponent < 0 ? Double(significand) / power : Double(significand) * power
            }
            return Double("\(significand)e\(exponent)") ?? 0
        case .big(let big):
            return Double(big.scientificText) ?? 0
        }
    }

    /// The powers of ten a double holds exactly.
    private static let exactPowers: [Double] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ]
}

extension Number: ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral {
    /// Makes a whole number.
    public init(integerLiteral value: Int) {
        self.init(value)
    }

    /// Makes the number with the fewest digits that reads back as this literal.
    public init(floatLiteral value: Double) {
        self = Number(value) ?? .zero
    }
}

extension Number: Hashable {
    /// Whether two numbers are the same value, however they are written.
    public static func == (one: Number, other: Number) -> Bool {
        switch (one.storage, other.storage) {
        case (.integer(let left), .integer(let right)): left == right
        case (.decimal(let left, let leftExponent), .decimal(let right, let rightExponent)):
            left == right && leftExponent == rightExponent
        case (.integer, .decimal), (.decimal, .integer): false
        default: one.wide.compact == other.wide.compact
        }
    }

    /// Feeds the value, not the spelling, into a hasher.
    public func hash(into hasher: inout Hasher) {
        switch storage {
        case .integer(let integer): hasher.combine(integer)
        case .decimal(let significand, let exponent):
            hasher.combine(significand)
            hasher.combine(exponent)
        case .big:
            let compact = wide.compact
            // A long spelling of a value the short forms hold has to hash like them.
            guard let word = Limbs.word(compact.limbs), word <= Int64.max.magnitude else {
                return compact.hash(into: &hasher)
            }
            hasher.combine(compact.isNegative ? -Int64(word) : Int64(word))
            hasher.combine(Int32(compact.exponent))
        }
    }
}

extension Number: Comparable {
    /// Compares by value.
    public static func < (one: Number, other: Number) -> Bool {
        if case .integer(let left) = one.storage, case .integer(let right) = other.storage { return left < right }
        return one.compare(other) < 0
    }

    /// Below 0 when this number is less than the other, above 0 when it is greater.
    func compare(_ other: Number) -> Int {
        if isNegative != other.isNegative { return isNegative ? -1 : 1 }
        if isZero || other.isZero { return isZero ? (other.isZero ? 0 : -1) : (isNegative ? -1 : 1) }
        return wide.compare(other.wide)
    }
}
