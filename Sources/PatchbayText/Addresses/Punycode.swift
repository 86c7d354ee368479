internal import Foundation

/// Labels of host names with other letters than ASCII's, in the form the name system has them (RFC 3492, RFC 5891).
enum Punycode {
    /// A label in ASCII, `xn--bcher-kva` for `Bücher`.
    ///
    /// - Returns: `nil` for a label that holds anything but letters, marks, digits and hyphens.
    static func label(_ text: some StringProtocol) -> String? {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.lowercased() }
        // What composes to 63 characters has no more bytes: putting marks in order takes the square of how many there are.
        guard text.utf8.count <= 1_024 else { return nil }
        let scalars = Array(text.lowercased().precomposedStringWithCanonicalMapping.unicodeScalars)
        guard scalars.count <= 63, scalars.allSatisfy(mayStandInLabel) else { return nil }
        return encode(scalars.map(\.value)).map { "xn--" + $0 }
    }

    private static func mayStandInLabel(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .lowercaseLetter, .otherLetter, .modifierLetter, .nonspacingMark, .spacingMark, .decimalNumber: true
        default: scalar == "-"
        }
    }

    // The parameters of RFC 3492, section 5.
    private static let (base, tMin, tMax, skew, damp) = (36, 1, 26, 38, 700)

    /// Encodes code points (RFC 3492, section 6.3).
    ///
    /// - Returns: `nil` when a number gets too large, which only a label nobody can register makes it.
    private static func encode(_ points: [UInt32]) -> String? {
        var output = points.filter { $0 < 0x80 }.map { UInt8($0) }
        let basic = output.count
        if basic > 0 { output.append(UInt8(ascii: "-")) }
        var (next, delta, bias, done) = (0x80, 0, 72, basic)
        while done < points.count {
            let least = Int(points.lazy.filter { $0 >= next }.min() ?? 0)
            let (step, tooLarge) = (least - next).multipliedReportingOverflow(by: done + 1)
            guard !tooLarge, delta < Int.max - step else { return nil }
            delta += step
            next = least
            for point in points {
                if point < next { delta += 1 }
                guard point == next else { continue }
                append(delta, bias, to: &output)
                bias = adapted(delta, count: done + 1, isFirst: done == basic)
                delta = 0
                done += 1
            }
            delta += 1
            next += 1
        }
        return String(decoding: output, as: UTF8.self)
    }

    /// Writes a number of variable length.
    private static func append(_ number: Int, _ bias: Int, to output: inout [UInt8]) {
        var rest = number
        var position = base
        while true {
            let threshold = min(max(position - bias, tMin), tMax)
            guard rest >= threshold else { break }
            output.append(digit(threshold + (rest - threshold) % (base - threshold)))
            rest = (rest - threshold) / (base - threshold)
            position += base
        }
        output.append(digit(rest))
    }

    private static func digit(_ value: Int) -> UInt8 {
        UInt8(value < 26 ? value + 0x61 : value - 26 + 0x30)
    }

    /// RFC 3492, section 6.1.
    private static func adapted(_ delta: Int, count: Int, isFirst: Bool) -> Int {
        var delta = isFirst ? delta / damp : delta / 2
        delta += delta / count
        var steps = 0
        while delta > (base - tMin) * tMax / 2 {
            delta /= base - tMin
            steps += base
        }
        return steps + (base - tMin + 1) * delta / (delta + skew)
    }
}
