import PatchbayText

extension Number: CustomStringConvertible {
    /// The number as JavaScript writes it; a whole number read digit by digit keeps all of them.
    public var description: String {
        if case .integer(let integer) = storage { return String(integer) }
        var bytes: [UInt8] = []
        append(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends the text of the number.
    func append(to output: inout some ByteOutput & ~Copyable) {
        switch storage {
        case .integer(let integer):
            Number.append(integer, to: &output)
        case .decimal(let significand, let exponent):
            if significand < 0 { output.append(UInt8(ascii: "-")) }
            Number.withDigits(of: significand.magnitude) { digits in
                Number.append(digits: digits, exponent: Int(exponent), to: &output)
            }
        case .big(let big):
            if big.isNegative { output.append(UInt8(ascii: "-")) }
            Limbs.digits(big.limbs).withUnsafeBufferPointer { digits in
                if big.exponent == 0 {
                    output.append(bytes: digits)
                } else {
                    Number.append(digits: digits, exponent: Int(big.exponent), to: &output)
                }
            }
        }
    }

    /// Appends the digits of a whole number.
    static func append(_ integer: Int64, to output: inout some ByteOutput & ~Copyable) {
        if integer < 0 { output.append(UInt8(ascii: "-")) }
        if integer.magnitude < 10 {
            output.append(UInt8(truncatingIfNeeded: integer.magnitude) + 0x30)
            return
        }
        withDigits(of: integer.magnitude) { output.append(bytes: $0) }
    }

    /// Hands over the digits of a whole number, `0` for none.
    @inline(__always)
    private static func withDigits(of magnitude: UInt64, _ use: (UnsafeBufferPointer<UInt8>) -> Void) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { buffer in
            var rest = magnitude
            var index = 20
            repeat {
                index -= 1
                buffer[index] = UInt8(truncatingIfNeeded: rest % 10) + 0x30
                rest /= 10
            } while rest > 0
            use(UnsafeBufferPointer(rebasing: buffer[index...]))
        }
    }

    /// Appends `digits × 10^exponent` in the form ECMA-262 6.1.6.1.20 (`Number::toString`) gives it.
    private static func append(
        digits: UnsafeBufferPointer<UInt8>,
        exponent: Int,
        to output: inout some ByteOutput & ~Copyable
    ) {
        let count = digits.count
        let point = count + exponent
        if count <= point, point <= 21 {
            output.append(bytes: digits)
            output.append(0x30, count: point - count)
        } else if 0 < point, point <= 21 {
            output.append(bytes: UnsafeBufferPointer(rebasing: digits[..<point]))
            output.append(UInt8(ascii: "."))
            output.append(bytes: UnsafeBufferPointer(rebasing: digits[point...]))
        } else if -6 < point, point <= 0 {
            output.append(literal: "0.")
            output.append(0x30, count: -point)
            output.append(bytes: digits)
        } else {
            output.append(digits[0])
            if count > 1 {
                output.append(UInt8(ascii: "."))
                output.append(bytes: UnsafeBufferPointer(rebasing: digits[1...]))
            }
            output.append(literal: point > 0 ? "e+" : "e-")
            append(Int64((point - 1).magnitude), to: &output)
        }
    }
}
