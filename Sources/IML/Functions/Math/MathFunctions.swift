extension Builtin {
    /// Functions on numbers.
    static let math: [Builtin] =
        rounding + [
            abs, min, max, sum, average, median, sampleDeviation, populationDeviation, parseNumber, formatNumber,
        ]

    private static let abs = Builtin(
        "abs(number)",
        .math,
        1...1,
        "Gives the number without its sign.",
        examples: ["abs(-2.5)": "2.5"]
    ) { call throws(EvaluationError) in
        try call.number(0).map { .number($0.magnitude) } ?? .null
    }

    private static let min = Builtin(
        "min(numbers, …)",
        .math,
        1...any,
        "Gives the smallest of the numbers, or of a list of them; what is no number is skipped.",
        examples: ["min(3, 1, 2)": "1", "min(array(4, 'x', -1))": "-1"],
        visitsElements: true
    ) { call throws(EvaluationError) in
        try call.numbers().min().map(Value.number) ?? .null
    }

    private static let max = Builtin(
        "max(numbers, …)",
        .math,
        1...any,
        "Gives the largest of the numbers, or of a list of them; what is no number is skipped.",
        examples: ["max(3, 1, 2)": "3", "max(array(4, 'x', -1))": "4"],
        visitsElements: true
    ) { call throws(EvaluationError) in
        try call.numbers().max().map(Value.number) ?? .null
    }

    private static let sum = Builtin(
        "sum(numbers, …)",
        .math,
        1...any,
        "Adds the numbers, or a list of them, exactly; what is no number is skipped.",
        examples: ["sum(0.1, 0.2)": "0.3", "sum(array(1, 2, 'x'))": "3"],
        visitsElements: true
    ) { call throws(EvaluationError) in
        if (0..<call.count).allSatisfy({ call.isMissing($0) }) { return .null }
        var sum = Number.zero
        var isBeyondRange = false
        try call.forEachNumber { number in
            if let next = sum.adding(number) { sum = next } else { isBeyondRange = true }
        }
        return isBeyondRange ? .null : .number(sum)
    }

    private static let average = Builtin(
        "average(numbers, …)",
        .math,
        1...any,
        "Gives the arithmetic mean of the numbers, or of a list of them; what is no number is skipped.",
        examples: ["average(1, 2, 6)": "3", "average(array(1, 2))": "1.5"],
        visitsElements: true
    ) { call throws(EvaluationError) in
        try call.numbers().mean.map(Value.number) ?? .null
    }

    private static let median = Builtin(
        "median(numbers, …)",
        .math,
        1...any,
        "Gives the number in the middle, or the mean of the two there; what is no number is skipped.",
        examples: ["median(5, 1, 3)": "3", "median(array(1, 2, 3, 10))": "2.5"],
        visitsElements: true
    ) { call throws(EvaluationError) in
        let sorted = try call.numbers().sorted()
        guard !sorted.isEmpty else { return .null }
        let middle = sorted.count / 2
        if sorted.count % 2 == 1 { return .number(sorted[middle]) }
        return [sorted[middle - 1], sorted[middle]].mean.map(Value.number) ?? .null
    }

    private static let sampleDeviation = Builtin(
        "stdevS(numbers, …)",
        .math,
        1...any,
        "Gives the standard deviation of a sample; null for fewer than two numbers.",
        examples: ["stdevS(1, 3)": "1.4142135623730951"],
        visitsElements: true
    ) { call throws(EvaluationError) in
        let numbers = try call.numbers()
        return numbers.deviation(divisor: numbers.count - 1).map(Value.number) ?? .null
    }

    private static let populationDeviation = Builtin(
        "stdevP(numbers, …)",
        .math,
        1...any,
        "Gives the standard deviation of a whole population; null without a number.",
        examples: ["stdevP(1, 3)": "1"],
        visitsElements: true
    ) { call throws(EvaluationError) in
        let numbers = try call.numbers()
        return numbers.deviation(divisor: numbers.count).map(Value.number) ?? .null
    }
}

extension FunctionCall {
    /// The numbers among the arguments and among the elements of those that are arrays; a text that is one counts.
    fileprivate mutating func numbers() throws(EvaluationError) -> [Number] {
        var numbers: [Number] = []
        try forEachNumber { numbers.append($0) }
        try spend(numbers.count * 12)
        return numbers
    }

    @inline(__always)
    fileprivate mutating func forEachNumber(_ use: (Number) -> Void) throws(EvaluationError) {
        try spend((elementCount ?? 0) * 2 + 1)
        let isArray = try visitElements { element throws(EvaluationError) in
            if let whole = element.asInt {
                use(Number(whole))
            } else if let number = element.numericValue {
                use(number)
            }
        }
        for position in (isArray ? 1 : 0)..<count {
            guard case .array(let elements) = value(position) else {
                if let number = value(position).numericValue { use(number) }
                continue
            }
            try spend(elements.count * 2)
            for position in elements.indices {
                if let number = elements[position].numericValue { use(number) }
            }
        }
    }
}

extension Value {
    /// The number, or the one the text is.
    var numericValue: Number? {
        switch self {
        case .number(let number): number
        case .text(let text): Number(text.trimmingJavaScriptSpaces())
        default: nil
        }
    }
}

extension [Number] {
    /// The exact sum; 0 of nothing.
    fileprivate var exactSum: Number? {
        var sum = Number.zero
        for number in self {
            guard let next = sum.adding(number) else { return nil }
            sum = next
        }
        return sum
    }

    /// The arithmetic mean; `nil` of nothing.
    fileprivate var mean: Number? {
        isEmpty ? nil : exactSum?.divided(by: Number(count))
    }

    /// The square root of the exact sum of squared distances from the mean over a divisor.
    fileprivate func deviation(divisor: Int) -> Number? {
        guard divisor > 0, let sum = exactSum else { return nil }
        // Σ(x − m)² = (n·Σx² − (Σx)²) / n: exact until the division.
        var squares = Number.zero
        for number in self {
            guard let square = number.multiplied(by: number), let next = squares.adding(square) else { return nil }
            squares = next
        }
        guard let scaled = squares.multiplied(by: Number(count)), let square = sum.multiplied(by: sum),
            let variance = scaled.subtracting(square)?.divided(by: Number(count * divisor))
        else { return nil }
        return Number(variance.double.squareRoot())
    }
}
