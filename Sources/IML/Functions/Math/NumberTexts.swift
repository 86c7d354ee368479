import PatchbayText

extension Builtin {
    static let parseNumber = Builtin(
        "parseNumber(text, [separator])",
        .math,
        1...2,
        "Reads a number whose decimal separator is `.` or the one named; spaces and thousands separators are skipped.",
        examples: ["parseNumber('1 234,56', ',')": "1234.56", "parseNumber('-0.50')": "-0.5"]
    ) { call throws(EvaluationError) in
        if case .number(let number) = call.value(0) { return .number(number) }
        guard let text = try call.text(0) else { return .null }
        let separator = try call.text(1).flatMap { $0.isEmpty ? nil : $0 } ?? "."
        guard let number = Number(groupedText: text, separator: separator) else {
            throw call.failure(0, expected: "a number with the decimal separator `\(separator)`")
        }
        return .number(number)
    }

    static let formatNumber = Builtin(
        "formatNumber(number, [decimals], [decimalSeparator], [thousandsSeparator])",
        .math,
        1...4,
        "Writes a number with so many decimals, rounded, with `,` before them and `.` between thousands, or with "
            + "the separators named.",
        examples: [
            "formatNumber(1234567.891, 2)": "\"1.234.567,89\"", "formatNumber(1234.5, 1, '.', ' ')": "\"1 234.5\"",
        ]
    ) { call throws(EvaluationError) in
        guard let number = try call.number(0) else { return .null }
        let decimals = try call.integer(1) ?? 0
        guard (0...100).contains(decimals) else {
            throw call.failure(1, expected: "a number of decimals from 0 to 100")
        }
        let rounded = number.rounded(toDigits: decimals, rule: .toNearestOrAwayFromZero)
        return try call.result(
            rounded.grouped(
                decimals: decimals,
                decimalSeparator: try call.text(2) ?? ",",
                thousandsSeparator: try call.text(3) ?? "."
            )
        )
    }
}

extension Number {
    /// Reads a number as people write it: with a decimal separator of their own and separators between thousands.
    fileprivate init?(groupedText text: String, separator: String) {
        let trimmed = Array(text.trimmingJavaScriptSpaces().utf8)
        let point = trimmed.firstPosition(of: Array(separator.utf8), from: 0)
        var plain = String(decoding: trimmed[..<(point ?? trimmed.count)], as: UTF8.self)
        plain.unicodeScalars.removeAll(where: Number.isBetweenThousands)
        if let point {
            let fraction = trimmed[(point + separator.utf8.count)...]
            if plain.isExactly(oneOf: "", "-", "+") { plain += "0" }
            plain += "." + (fraction.isEmpty ? "0" : String(decoding: fraction, as: UTF8.self))
        }
        if plain.utf8.first == UInt8(ascii: "+") { plain.unicodeScalars.removeFirst() }
        self.init(plain)
    }

    private static func isBetweenThousands(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case " ", "\u{A0}", "\u{202F}", "'", "’", "_", ",", ".": true
        default: false
        }
    }

    /// The digits with so many decimals, and a separator between each three before them.
    fileprivate func grouped(decimals: Int, decimalSeparator: String, thousandsSeparator: String) -> String {
        let (whole, fraction) = plainDigits(decimals: decimals)
        var grouped = ""
        for (position, digit) in whole.enumerated() {
            if position > 0, (whole.count - position) % 3 == 0 { grouped += thousandsSeparator }
            grouped.append(digit)
        }
        let sign = isNegative ? "-" : ""
        return sign + grouped + (decimals > 0 ? decimalSeparator + fraction : "")
    }

    /// The digits before and after the point of a number that has no more decimals than asked for.
    private func plainDigits(decimals: Int) -> (whole: String, fraction: String) {
        let wide = wide
        var digits = wide.limbs.isEmpty ? "0" : String(decoding: Limbs.digits(wide.limbs), as: UTF8.self)
        // The point goes `decimals` digits from the right.
        let shift = wide.limbs.isEmpty ? decimals : wide.exponent + decimals
        digits += String(repeating: "0", count: max(0, shift))
        if digits.count <= decimals { digits = String(repeating: "0", count: decimals - digits.count + 1) + digits }
        return (String(digits.dropLast(decimals)), String(digits.suffix(decimals)))
    }
}
