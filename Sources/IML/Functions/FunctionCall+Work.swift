extension FunctionCall {
    /// Counts what reading an argument takes: its bytes where it is a text or binary, all that is in it where it is an
    /// array or a collection.
    ///
    /// - Parameters:
    ///   - position: Which argument, from 0.
    ///   - steps: Steps for 64 bytes of it.
    @inline(__always)
    mutating func spend(reading position: Int, stepsFor64Bytes steps: Int = 4) throws(EvaluationError) {
        let work = value(position).readingWork * steps / 4
        if work > 0 { try spend(work) }
    }

    /// Counts what it takes to put values into a set, or to look for them in one.
    ///
    /// - Parameter times: How often that is done with each.
    mutating func spend(hashing values: [Value], times: Int = 1) throws(EvaluationError) {
        try spend(reading: values, stepsForEach: 24, times: times)
    }

    /// Counts what it takes to compare values with one another.
    mutating func spend(comparing values: [Value]) throws(EvaluationError) {
        try spend(reading: values, stepsForEach: 6, times: 1)
    }

    private mutating func spend(
        reading values: [Value],
        stepsForEach steps: Int,
        times: Int
    ) throws(EvaluationError) {
        try spend(values.count * steps * times)
        for value in values {
            let work = value.readingWork * times
            if work > 0 { try spend(work) }
        }
    }
}
