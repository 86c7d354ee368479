package import IML

/// What a worker answers.
package enum WorkerReply: Sendable {
    /// A function returned.
    case value(Value)
    /// A function, or its code, failed.
    case failure(ScriptFailure)
    /// Tests ran.
    case tests([FunctionTestResult])
    /// What was asked for is done.
    case done

    /// The reply as bytes.
    package var bytes: [UInt8] {
        var writer = ValueWriter()
        switch self {
        case .value(let value):
            writer.write(0 as UInt64)
            writer.write(value)
        case .failure(let failure):
            writer.write(1 as UInt64)
            writer.write(failure.type.rawValue)
            writer.write(failure.message)
            writer.write(failure.file ?? "")
            writer.write(UInt64(failure.line ?? 0))
        case .tests(let results):
            writer.write(2 as UInt64)
            writer.write(UInt64(results.count))
            for result in results {
                writer.write(result.name)
                writer.write(result.problem.map(Value.text) ?? .null)
            }
        case .done:
            writer.write(3 as UInt64)
        }
        return writer.bytes
    }

    /// Reads a reply.
    package init(bytes: [UInt8]) throws(WireError) {
        var reader = ValueReader(bytes)
        switch try reader.integer() {
        case 0:
            self = .value(try reader.value())
        case 1:
            let type = ErrorType(rawValue: try reader.text())
            let message = try reader.text()
            let file = try reader.text()
            let line = Int(clamping: try reader.integer())
            self = .failure(
                ScriptFailure(
                    type: type,
                    message: message,
                    file: file.isEmpty ? nil : file,
                    line: line == 0 ? nil : line
                )
            )
        case 2:
            let count = try reader.count()
            var results: [FunctionTestResult] = []
            for _ in 0..<count {
                let name = try reader.text()
                results.append(FunctionTestResult(name: name, problem: try reader.value().asText))
            }
            self = .tests(results)
        case 3:
            self = .done
        default:
            throw .malformed
        }
    }
}

/// Why a function did not return.
package struct ScriptFailure: Sendable, Hashable {
    /// The platform's name of the error.
    package var type: ErrorType
    /// What was thrown.
    package var message: String
    /// The function's file the error comes from.
    package var file: String?
    /// The line in the file, from 1.
    package var line: Int?

    /// Describes a failure.
    package init(type: ErrorType = .runtimeError, message: String, file: String? = nil, line: Int? = nil) {
        self.type = type
        self.message = message
        self.file = file
        self.line = line
    }
}
