/// How often something was done, and in which time.
struct Measurement {
    var operations = 0
    var seconds = 0.0

    /// The result as the driver reads it.
    var json: String { #"{"operations": \#(operations), "seconds": \#(seconds)}"# }

    /// Does something over and over.
    ///
    /// - Parameters:
    ///   - seconds: How long, after a warm-up of a fifth of it.
    ///   - operation: Does it, and says how often it did.
    static func run(for seconds: Double, _ operation: () throws -> Int) rethrows -> Measurement {
        _ = try repeated(for: seconds / 5, operation)
        return try repeated(for: seconds, operation)
    }

    private static func repeated(for seconds: Double, _ operation: () throws -> Int) rethrows -> Measurement {
        var result = Measurement()
        let clock = ContinuousClock()
        let start = clock.now
        while result.seconds < seconds {
            // The clock is asked rarely enough not to be what is measured.
            for _ in 0..<16 { result.operations += try operation() }
            result.seconds = (clock.now - start) / .seconds(1)
        }
        return result
    }

    /// Does something over and over that is waited for.
    ///
    /// - Parameters:
    ///   - seconds: How long, after a warm-up of a fifth of it.
    ///   - operation: Does it, and says how often it did.
    static func run(for seconds: Double, _ operation: () async throws -> Int) async rethrows -> Measurement {
        _ = try await repeated(for: seconds / 5, operation)
        return try await repeated(for: seconds, operation)
    }

    private static func repeated(
        for seconds: Double,
        _ operation: () async throws -> Int
    ) async rethrows -> Measurement {
        var result = Measurement()
        let clock = ContinuousClock()
        let start = clock.now
        while result.seconds < seconds {
            result.operations += try await operation()
            result.seconds = (clock.now - start) / .seconds(1)
        }
        return result
    }
}
