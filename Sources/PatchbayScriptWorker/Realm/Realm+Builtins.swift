import CJavaScriptCore
import IML
import IMLScript

extension Realm {
    /// Calls one of the language's own functions for a script.
    ///
    /// - Parameters:
    ///   - name: The function's name.
    ///   - input: Its arguments as `ValueText`.
    /// - Returns: Its result as `ValueText`.
    func callBuiltin(
        name: JSValueRef?,
        input: JSValueRef?,
        exception: UnsafeMutablePointer<JSValueRef?>?
    ) -> JSValueRef? {
        do {
            guard let name, let input, case .array(let values) = try ValueText(bytes: try utf8(input)).value() else {
                return nil
            }
            let function = String(decoding: try utf8(name), as: UTF8.self)
            return string(ValueText(try FunctionCatalog.call(function, values, in: scope)))
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
        let arguments: [JSValueRef?] = [withEngineText(message) { JSValueMakeString(context, $0) }]
        guard let error = JSObjectMakeError(context, 1, arguments, nil) else { return nil }
        let type = withEngineText(type) { JSValueMakeString(context, $0) }
        withEngineText("name") { JSObjectSetProperty(context, error, $0, type, 0, nil) }
        return error
    }
}
