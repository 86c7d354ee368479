/// The numbers of a call's arguments that have more digits than a function in JavaScript sees of them: its numbers are
/// doubles.
struct LongNumbers {
    /// The number each double stands for; `nil` where it stands for several.
    private var byDouble: [UInt64: Number?] = [:]
    /// Whether there are any, and whole ones beyond 2^53, where doubles no longer hold every integer.
    private(set) var areThere = false

    /// Finds them.
    init(in arguments: [Value]) {
        for argument in arguments { find(in: argument) }
        guard !byDouble.isEmpty else { return }
        // Whatever else is the same double makes it unclear which of them one that comes back is.
        for argument in arguments { compare(argument) }
    }

    /// The value with each number that is the double of exactly one argument given all its digits again.
    func restored(_ value: Value) -> Value {
        guard !byDouble.isEmpty else { return value }
        switch value {
        case .number(let number):
            guard let known = byDouble[number.double.bitPattern], let exact = known else { return value }
            return .number(exact)
        case .array(let elements): return .array(elements.map(restored))
        case .collection(let fields): return .collection(fields.mapValues(restored))
        default: return value
        }
    }

    private mutating func find(in value: Value) {
        switch value {
        case .number(let number):
            guard number.mayExceedDoubles else { return }
            let double = number.double
            let losesDigits = Number(double) != number
            areThere = areThere || losesDigits || number.isWhole
            if losesDigits, double.isFinite, double != 0 { byDouble[double.bitPattern] = number }
        case .array(let elements): for element in elements { find(in: element) }
        case .collection(let fields): for (_, value) in fields { find(in: value) }
        default: return
        }
    }

    private mutating func compare(_ value: Value) {
        switch value {
        case .number(let number):
            let key = number.double.bitPattern
            if let known = byDouble[key], known != number { byDouble[key] = .some(nil) }
        case .array(let elements): for element in elements { compare(element) }
        case .collection(let fields): for (_, value) in fields { compare(value) }
        default: return
        }
    }
}

extension Number {
    /// Whether a double may not hold it: a whole number beyond 2^53, or one of more than 15 digits.
    fileprivate var mayExceedDoubles: Bool {
        switch storage {
        case .integer(let integer): integer.magnitude > 1 << 53
        case .decimal(let significand, let exponent):
            exponent > 0 || exponent < -290 || significand.magnitude >= 1_000_000_000_000_000
        case .big: true
        }
    }
}
