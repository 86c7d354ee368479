import CJavaScriptCore
import IML
import IMLScript

extension Realm {
    /// Calls one of the language's own functions for a script.
    func callBuiltin(
        in context: JSContextRef,
        name: JSValueRef?,
        arguments: JSValueRef?,
        exception: UnsafeMutablePointer<JSValueRef?>?
    ) -> JSValueRef? {
        do {
            guard let name, let arguments, case .text(let name) = try value(of: name),
                case .array(let values) = try value(of: arguments)
            else { return nil }
            return try scriptValue(try FunctionCatalog.call(name, values, in: scope))
        } catch let error as EvaluationError {
            exception?.pointee = scriptError(type: error.type.rawValue, message: error.message)
        } catch let fault as ScriptFault {
            exception?.pointee = scriptError(type: "Error", message: fault.failure.message)
        } catch {
            exception?.pointee = scriptError(type: "Error", message: "The function failed.")
        }
        return nil
    }

    private func scriptError(type: String, message: String) -> JSValueRef? {
        let arguments: [JSValueRef?] = [string(message)]
        guard let error = JSObjectMakeError(context, 1, arguments, nil) else { return nil }
        try? set("name", of: error, to: string(type))
        return error
    }
}
