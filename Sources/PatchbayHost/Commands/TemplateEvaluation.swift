import Foundation
import IML
import PatchbayBundle
import PatchbayRuntime

/// Evaluates templates from the command line: what `patchbay eval` does.
package struct TemplateEvaluation: Sendable {
    private let variables: Fields
    private let functions: FunctionNames
    private let caller: (any AppFunctionCaller)?

    /// Prepares an evaluation.
    ///
    /// - Parameters:
    ///   - context: A file with the variables as a JSON object, `-` for the standard input; `nil` for none.
    ///   - app: A bundle whose functions and common data templates see; `nil` for none.
    ///   - given: The settings from all their sources, which count for an app's functions alone.
    /// - Throws: ``CommandFailure`` or ``SetupError``.
    package init(context: String?, app: String?, _ given: @autoclosure () throws -> GivenSettings) throws {
        var variables = try context.map { (path) throws(CommandFailure) in try CommandInput.object(path) } ?? [:]
        if let objection = Self.objection(to: variables) {
            throw CommandFailure("--context: \(objection)", exitCode: .usage)
        }
        guard let app else {
            self.variables = variables
            functions = .builtins
            caller = nil
            return
        }
        let definition = try BundleOpening.definition(app)
        if variables["common"] == nil { variables["common"] = definition.common }
        self.variables = variables
        functions = FunctionNames(custom: Set(definition.functions.map(\.name)))
        caller = ScriptWorkers(runUnsandboxed: try given().isOn(.allowUnsandboxedFunctions)).caller(for: definition)
    }

    /// Evaluates a template and prints its value as JSON, or `undefined`, and on the standard error its type, which JSON
    /// does not tell of dates and binary.
    ///
    /// - Throws: ``CommandFailure`` with the error, the template's line and a caret under the place.
    package func perform(_ template: String, terminal: Terminal) async throws {
        let compiled: Template
        do {
            compiled = try Template(template, functions: functions)
        } catch {
            throw CommandFailure("\(error)\n\n\(error.excerpt)")
        }
        do {
            let value = try await value(of: compiled, variables)
            terminal.print(value.isUndefined ? "undefined" : value.jsonText())
            terminal.complain(value.typeName)
        } catch let error as EvaluationError {
            let excerpt = error.offset.map { "\n\n\(SourceExcerpt(of: template, at: $0))" } ?? ""
            throw CommandFailure("\(error)" + excerpt)
        }
    }

    /// Evaluates lines of `{"template", "context"}` from the standard input and prints a line for each.
    package func performBatch(terminal: Terminal) async {
        while let line = readLine() {
            if !line.isEmpty { terminal.print(await answer(to: line).jsonText()) }
        }
    }

    private func answer(to line: String) async -> Value {
        do {
            let request = try Value(jsonText: line)
            guard let source = request["template"].asText else {
                return ["error": ["type": "DataError", "message": "The line has no text 'template'.", "column": 1]]
            }
            var variables = variables
            variables.merge(request["context"].asFields ?? [:])
            if let objection = Self.objection(to: variables) { return Self.error("DataError", objection, column: nil) }
            let value = try await value(of: try Template(source, functions: functions), variables)
            return value.isUndefined ? ["undefined": true] : ["value": value]
        } catch let error as EvaluationError {
            return Self.error(error.type.rawValue, error.message, column: error.column)
        } catch let error as TemplateError {
            return Self.error("TemplateError", error.message, column: error.column)
        } catch let error as JSONError {
            return Self.error("DataError", "The line is not JSON: \(error.message)", column: error.column)
        } catch {
            return Self.error("UnexpectedError", "\(error)", column: nil)
        }
    }

    private static func objection(to variables: Fields) -> String? {
        variables["environment"]?.asFields.flatMap(Zone.objection)
    }

    private static func error(_ type: String, _ message: String, column: Int?) -> Value {
        [
            "error": [
                "type": .text(type), "message": .text(message), "column": column.map { Value($0) } ?? .undefined,
            ]
        ]
    }

    /// Evaluates within what a call of a module may take, making the calls of the app's functions on the way.
    private func value(of template: Template, _ variables: Fields) async throws -> Value {
        let journal = ScriptJournal()
        let limits = RuntimeLimits()
        let deadline = ContinuousClock.now + .seconds(limits.callSeconds)
        let budget = EvaluationBudget(steps: limits.steps, slice: limits.sliceSteps) { .now < deadline }
        var scope = Scope(now: Timestamp(secondsSinceEpoch: HostClock.now()), journal: journal, budget: budget)
        scope[.environment] = ["timezone": "UTC"]
        scope.set(variables)
        while true {
            do {
                return try template.evaluate(in: scope)
            } catch {
                guard let call = error.pendingCall, let caller else { throw error }
                guard .now < deadline else {
                    throw EvaluationError(.moduleTimeoutError, "The evaluation took too long.", limit: "time")
                }
                journal.append(await caller.answer(to: call, environment: scope[.environment]))
                journal.rewind()
            }
        }
    }
}
