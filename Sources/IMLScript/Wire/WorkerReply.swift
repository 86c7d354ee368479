package import IML

/// What a worker answers.
package enum WorkerReply: Sendable {
    /// A function returned.
    case value(ValueText)
    /// A function, or its code, failed.
    case failure(ScriptFailure)
    /// What the first calls of a batch gave, of one at least.
    case answers([Result<ValueText, ScriptFailure>])
    /// Tests ran.
    case tests([FunctionTestResult])
    /// What was asked for is done.
    case done

    /// The reply as bytes.
    package var bytes: [UInt8] {
        var writer = MessageWriter()
        switch self {
        case .value(let value):
            writer.write(0 as UInt64)
            writer.write(value.bytes)
        case .failure(let failure):
            writer.write(1 as UInt64)
            writer.write(failure)
        case .answers(let answers):
            writer.write(4 as UInt64)
            writer.write(UInt64(answers.count))
            for answer in answers { writer.write(answer) }
        case .tests(let results):
            writer.write(2 as UInt64)
            writer.write(UInt64(results.count))
            for result in results {
                writer.write(result.name)
                writer.write(result.problem == nil ? 0 : 1 as UInt64)
                if let problem = result.problem { writer.write(problem) }
            }
        case .done:
            writer.write(3 as UInt64)
        }
        return writer.bytes
    }

    /// Reads a reply.
    package init(bytes: [UInt8]) throws(WireError) {
        var reader = MessageReader(bytes)
        switch try reader.integer() {
        case 0:
            self = .value(ValueText(bytes: try reader.data()))
        case 1:
            self = .failure(try reader.failure())
        case 2:
            let count = try reader.count()
            var results: [FunctionTestResult] = []
            for _ in 0..<count {
                let name = try reader.text()
                let problem = try reader.integer() == 0 ? nil : try reader.text()
                results.append(FunctionTestResult(name: name, problem: problem))
            }
            self = .tests(results)
        case 3:
            self = .done
        case 4:
            let count = try reader.count()
            var answers: [Result<ValueText, ScriptFailure>] = []
            answers.reserveCapacity(count)
            for _ in 0..<count { answers.append(try reader.answer()) }
            self = .answers(answers)
        default:
            throw .malformed
        }
    }
}

/// Why a function did not return.
package struct ScriptFailure: Error, Hashable {
    /// The platform's name of the error.
    package var type: ErrorType
    /// What was thrown.
    package var message: String
    /// The function's file the error comes from.
    package var file: String?
    /// The line in the file, from 1.
    package var line: Int?
    /// The column in characters (Unicode scalars), from 1.
    package var column: Int?

    /// Describes a failure.
    package init(type: ErrorType = .runtimeError, message: String, file: String? = nil, line: Int? = nil) {
        self.type = type
        self.message = message
        self.file = file
        self.line = line
    }
}

extension MessageWriter {
    fileprivate mutating func write(_ failure: ScriptFailure) {
        write(failure.type.rawValue)
        write(failure.message)
        write(failure.file ?? "")
        write(UInt64(failure.line ?? 0))
        write(UInt64(failure.column ?? 0))
    }

    fileprivate mutating func write(_ answer: Result<ValueText, ScriptFailure>) {
        switch answer {
        case .success(let value):
            write(0 as UInt64)
            write(value.bytes)
        case .failure(let failure):
            write(1 as UInt64)
            write(failure)
        }
    }
}

extension MessageReader {
    fileprivate mutating func failure() throws(WireError) -> ScriptFailure {
        let type = ErrorType(rawValue: try text())
        let message = try text()
        let file = try text()
        let line = Int(clamping: try integer())
        let column = Int(clamping: try integer())
        var failure = ScriptFailure(
            type: type,
            message: message,
            file: file.isEmpty ? nil : file,
            line: line == 0 ? nil : line
        )
        failure.column = column == 0 ? nil : column
        return failure
    }

    fileprivate mutating func answer() throws(WireError) -> Result<ValueText, ScriptFailure> {
        switch try integer() {
        case 0: .success(ValueText(bytes: try data()))
        case 1: .failure(try failure())
        default: throw .malformed
        }
    }
}
