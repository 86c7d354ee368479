extension Number: CustomStringConvertible {
    /// The number as JavaScript writes it; a whole number read digit by digit keeps all of them.
    public var description: String {
        if case .integer(let integer) = storage { return String(integer) }
        var bytes: [UInt8] = []
        append(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends the text of the number.
    func append(to bytes: inout [UInt8]) {
        switch storage {
        case .integer(let integer):
            Number.append(integer, to: &bytes)
        case .decimal(let significand, let exponent):
            if significand < 0 { bytes.append(UInt8(ascii: "-")) }
            var digits: [UInt8] = []
            Number.append(magnitude: significand.magnitude, to: &digits)
            Number.append(digits: digits, exponent: Int(exponent), to: &bytes)
        case .big(let big):
            if big.isNegative { bytes.append(UInt8(ascii: "-")) }
            let digits = Limbs.digits(big.limbs)
            if big.exponent == 0 {
                bytes += digits
            } else {
                Number.append(digits: digits, exponent: Int(big.exponent), to: &bytes)
            }
        }
    }

    /// Appends the digits of a whole number.
    static func append(_ integer: Int64, to bytes: inout [UInt8]) {
        if integer < 0 { bytes.append(UInt8(ascii: "-")) }
        append(magnitude: integer.magnitude, to: &bytes)
    }

    private static func append(magnitude: UInt64, to bytes: inout [UInt8]) {
        if magnitude < 10 {
            bytes.append(UInt8(truncatingIfNeeded: magnitude) + 0x30)
            return
        }
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { buffer in
            var rest = magnitude
            var index = 20
            while rest > 0 {
                index -= 1
                buffer[index] = UInt8(truncatingIfNeeded: rest % 10) + 0x30
                rest /= 10
            }
            bytes.append(contentsOf: UnsafeMutableBufferPointer(rebasing: buffer[index...]))
        }
    }

    /// Appends `digits × 10^exponent` in the form ECMA-262 6.1.6.1.20 (`Number::toString`) gives it.
    private static func append(digits: [UInt8], exponent: Int, to bytes: inout [UInt8]) {
        let count = digits.count
        let point = count + exponent
        if count <= point, point <= 21 {
            bytes += digits
            bytes.append(contentsOf: repeatElement(0x30, count: point - count))
        } else if 0 < point, point <= 21 {
            bytes += digits[..<point]
            bytes.append(UInt8(ascii: "."))
            bytes += digits[point...]
        } else if -6 < point, point <= 0 {
            bytes += [0x30, UInt8(ascii: ".")]
            bytes.append(contentsOf: repeatElement(0x30, count: -point))
            bytes += digits
        } else {
            bytes.append(digits[0])
            if count > 1 {
                bytes.append(UInt8(ascii: "."))
                bytes += digits[1...]
            }
            bytes += [UInt8(ascii: "e"), UInt8(ascii: point > 0 ? "+" : "-")]
            append(Int64((point - 1).magnitude), to: &bytes)
        }
    }
}
