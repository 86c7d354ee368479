import Foundation

/// Measures one thing in this process: `patchbay-bench MEASURE SECONDS [FILE]`.
///
/// Prints `{"operations": N, "seconds": S}`. `Tests/Benchmarks/Peers/bench.py` runs it beside its peers.
@main
struct PatchbayBench {
    static func main() async {
        let arguments = Array(CommandLine.arguments.dropFirst())
        guard arguments.count >= 2, let seconds = Double(arguments[1]), seconds > 0 else {
            fail("usage: patchbay-bench signatures|steps|templates|templates-written|json-…|script-… SECONDS [FILE]")
        }
        do {
            if arguments[0] == "steps" { return print(try StepMeasure().run(for: seconds).joined(separator: "\n")) }
            let file = arguments.count > 2 ? arguments[2] : nil
            print(try await measurement(arguments[0], for: seconds, file: file).json)
        } catch {
            fail("\(error)")
        }
    }

    private static func measurement(_ name: String, for seconds: Double, file: String?) async throws -> Measurement {
        switch name {
        case "script-calls":
            let measure = try await ScriptMeasure(file: try required(file))
            return try await Measurement.run(for: seconds) { try await measure.calls() }
        case "script-batches":
            let measure = try await ScriptMeasure(file: try required(file))
            return try await Measurement.run(for: seconds) { try await measure.batches() }
        case "script-parallel":
            let measure = try await ScriptMeasure(file: try required(file))
            return try await Measurement.run(for: seconds) { try await measure.parallel() }
        case "script-rested":
            return try await ScriptMeasure(file: try required(file)).rested(for: seconds)
        default:
            return try Measurement.run(for: seconds, try operation(name, file: file))
        }
    }

    private static func operation(_ name: String, file: String?) throws -> () throws -> Int {
        switch name {
        case "signatures": SignatureMeasure().operation
        case "templates": try TemplateMeasure(file: try required(file)).evaluating
        case "templates-written": try TemplateMeasure(file: try required(file)).writing
        case "json-read": try JSONMeasure(file: try required(file)).reading
        case "json-write": try JSONMeasure(file: try required(file)).writing
        default: throw MeasureError("There is no measure '\(name)'.")
        }
    }

    private static func required(_ file: String?) throws -> String {
        guard let file else { throw MeasureError("This measure needs a FILE.") }
        return file
    }

    private static func fail(_ message: String) -> Never {
        FileHandle.standardError.write(Data((message + "\n").utf8))
        exit(2)
    }
}

/// Why nothing can be measured.
struct MeasureError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
