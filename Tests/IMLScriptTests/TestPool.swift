import Foundation
import IML
import IMLScript

/// The pool tests share; a worker runs one call at a time and no call sees another's.
enum TestPool {
    static let shared = ScriptPool(executable: executable)

    /// The worker that was built beside the tests.
    static var executable: String { built("patchbay-script-worker") }

    /// A program that was built beside the tests.
    static func built(_ name: String) -> String {
        var directory = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        for argument in CommandLine.arguments where argument.hasSuffix(".xctest") {
            directory = URL(fileURLWithPath: argument).deletingLastPathComponent()
        }
        return directory.appendingPathComponent(name).path
    }
}

extension ScriptPool {
    /// Calls the functions of an app of its own.
    func caller(for sources: [ScriptSource]) -> any AppFunctionCaller {
        caller(for: sources, of: UUID().uuidString)
    }
}

extension AppFunctionCaller {
    /// The value a call gives.
    func result(of function: String, _ arguments: [Value], environment: Value = [:]) async throws -> Value {
        switch await answer(to: ScriptCall(function: function, arguments: arguments), environment: environment) {
        case .value(let value): return value
        case .failure(let error): throw error
        }
    }
}
