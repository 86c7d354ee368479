extension Builtin {
    /// `round`, `floor`, `ceil`, `trunc`.
    static let rounding: [Builtin] = [round, floor, ceil, trunc]

    private static let round = Builtin(
        "round(number, [digits])",
        .math,
        1...2,
        "Rounds to a whole number, or to digits after the point; a half goes up.",
        examples: ["round(2.5)": "3", "round(1.005, 2)": "1.01", "round(-2.5)": "-2"]
    ) { call throws(EvaluationError) in
        guard let number = try call.number(0) else { return .null }
        return .number(number.rounded(toDigits: try call.digits()))
    }

    private static let floor = Builtin(
        "floor(number, [digits])",
        .math,
        1...2,
        "Rounds down to a whole number, or to digits after the point.",
        examples: ["floor(2.7)": "2", "floor(-2.1)": "-3"]
    ) { call throws(EvaluationError) in
        try call.rounded(.down)
    }

    private static let ceil = Builtin(
        "ceil(number, [digits])",
        .math,
        1...2,
        "Rounds up to a whole number, or to digits after the point.",
        examples: ["ceil(2.1)": "3", "ceil(1.231, 2)": "1.24"]
    ) { call throws(EvaluationError) in
        try call.rounded(.up)
    }

    private static let trunc = Builtin(
        "trunc(number, [digits])",
        .math,
        1...2,
        "Cuts off the fraction, or the digits beyond some after the point.",
        examples: ["trunc(-2.7)": "-2", "trunc(1.239, 2)": "1.23"]
    ) { call throws(EvaluationError) in
        try call.rounded(.towardZero)
    }
}

extension FunctionCall {
    fileprivate func rounded(_ rule: FloatingPointRoundingRule) throws(EvaluationError) -> Value {
        guard let number = try number(0) else { return .null }
        return .number(number.rounded(toDigits: try digits(), rule: rule))
    }

    /// How many digits stay; 0 when it is not said.
    fileprivate func digits() throws(EvaluationError) -> Int {
        max(-10_000, min(10_000, try integer(1) ?? 0))
    }
}
