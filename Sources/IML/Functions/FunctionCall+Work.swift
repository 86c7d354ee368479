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
    mutating func spend(hashing values: [Value]) throws(EvaluationError) {
        try spend(values.count * 24)
        for value in values {
            let work = value.readingWork
            if work > 0 { try spend(work) }
        }
    }

    /// Counts what it takes to compare values with one another.
    mutating func spend(comparing values: [Value]) throws(EvaluationError) {
        try spend(values.count * 6)
        for value in values {
            let work = value.readingWork
            if work > 0 { try spend(work) }
        }
    }
}
