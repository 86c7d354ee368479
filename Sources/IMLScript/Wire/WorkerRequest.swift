package import IML

/// A call as it crosses to a worker.
package struct CallText: Sendable {
    /// The function's name.
    package let function: String
    /// The arguments as an array, and the environment.
    package let input: ValueText

    /// Writes a call down.
    package init(_ call: ScriptCall, environment: Value) {
        self.init(function: call.function, input: ValueText([.array(call.arguments), environment]))
    }

    fileprivate init(function: String, input: ValueText) {
        self.function = function
        self.input = input
    }
}

/// What the host asks of a worker.
package enum WorkerRequest: Sendable {
    /// To keep an app's functions ready under a number.
    case load(app: UInt64, [ScriptSource])
    /// To forget an app.
    case unload(app: UInt64)
    /// To call a function of a loaded app.
    case call(app: UInt64, CallText, seconds: Double)
    /// To call functions of a loaded app one after the other, until the time of one call is used.
    case batch(app: UInt64, [CallText], seconds: Double)
    /// To run the tests of a loaded app's function.
    case test(app: UInt64, ScriptSource, seconds: Double)
    /// To say which of a loaded app's function files do not evaluate.
    case check(app: UInt64)

    /// The request as bytes.
    package var bytes: [UInt8] {
        var writer = MessageWriter()
        switch self {
        case .load(let app, let sources):
            writer.write(0 as UInt64)
            writer.write(app)
            writer.write(UInt64(sources.count))
            for source in sources { writer.write(source) }
        case .unload(let app):
            writer.write(1 as UInt64)
            writer.write(app)
        case .call(let app, let call, let seconds):
            writer.write(2 as UInt64)
            writer.write(app)
            writer.write(call)
            writer.write(seconds.bitPattern)
        case .batch(let app, let calls, let seconds):
            writer.write(4 as UInt64)
            writer.write(app)
            writer.write(UInt64(calls.count))
            for call in calls { writer.write(call) }
            writer.write(seconds.bitPattern)
        case .test(let app, let source, let seconds):
            writer.write(3 as UInt64)
            writer.write(app)
            writer.write(source)
            writer.write(seconds.bitPattern)
        case .check(let app):
            writer.write(5 as UInt64)
            writer.write(app)
        }
        return writer.bytes
    }

    /// Reads a request.
    package init(bytes: [UInt8]) throws(WireError) {
        var reader = MessageReader(bytes)
        let kind = try reader.integer()
        let app = try reader.integer()
        switch kind {
        case 0:
            let count = try reader.count()
            var sources: [ScriptSource] = []
            for _ in 0..<count { sources.append(try reader.source()) }
            self = .load(app: app, sources)
        case 1:
            self = .unload(app: app)
        case 2:
            let call = try reader.call()
            self = .call(app: app, call, seconds: Double(bitPattern: try reader.integer()))
        case 3:
            let source = try reader.source()
            self = .test(app: app, source, seconds: Double(bitPattern: try reader.integer()))
        case 4:
            let count = try reader.count()
            var calls: [CallText] = []
            calls.reserveCapacity(count)
            for _ in 0..<count { calls.append(try reader.call()) }
            self = .batch(app: app, calls, seconds: Double(bitPattern: try reader.integer()))
        case 5:
            self = .check(app: app)
        default:
            throw .malformed
        }
    }
}

extension MessageWriter {
    fileprivate mutating func write(_ source: ScriptSource) {
        write(source.name)
        write(source.code)
        write(source.file)
    }

    fileprivate mutating func write(_ call: CallText) {
        write(call.function)
        write(call.input.bytes)
    }
}

extension MessageReader {
    fileprivate mutating func source() throws(WireError) -> ScriptSource {
        let name = try text()
        let code = try text()
        return ScriptSource(name: name, code: code, file: try text())
    }

    fileprivate mutating func call() throws(WireError) -> CallText {
        let function = try text()
        return CallText(function: function, input: ValueText(bytes: try data()))
    }
}
