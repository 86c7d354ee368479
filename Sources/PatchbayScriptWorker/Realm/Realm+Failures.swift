import CJavaScriptCore
import IML
import IMLScript

extension Realm {
    /// What a thrown value says: the type where it is one of the platform's, the message, and the line in the app's files.
    func failure(of thrown: JSValueRef) -> ScriptFailure {
        guard JSValueIsObject(context, thrown), let error = JSValueToObject(context, thrown, nil) else {
            return ScriptFailure(message: text(of: thrown))
        }
        let name = member("name", of: error) ?? member("type", of: error)
        let type = name.map(ErrorType.init(rawValue:)).flatMap { ErrorType.all.contains($0) ? $0 : nil }
        var message = Self.discreet(member("message", of: error) ?? text(of: thrown))
        if type == nil, let name, name != "Error", member("message", of: error) != nil {
            message = "\(name): \(message)"
        }
        let place = place(of: error)
        return ScriptFailure(type: type ?? .runtimeError, message: message, file: place?.file, line: place?.line)
    }

    /// The engine's word on a text that is no JSON without the piece of the text it quotes, which may be one of a secret.
    private static func discreet(_ message: String) -> String {
        guard message.hasPrefix("JSON Parse error: "), let quote = message.firstIndex(of: "\"") else { return message }
        return String(message[..<quote].reversed().drop { $0 == " " }.reversed())
    }

    /// The innermost line of the stack that is in one of the app's files.
    private func place(of error: JSObjectRef) -> (file: String, line: Int)? {
        for frame in (member("stack", of: error) ?? "").split(separator: "\n") {
            guard let at = frame.lastIndex(of: "@") else { continue }
            if let place = place(in: frame[frame.index(after: at)...]) { return place }
        }
        // A syntax error has no frame in the file, only these.
        guard let file = member("sourceURL", of: error), isFile(file),
            let line = member("line", of: error).flatMap(Int.init)
        else { return nil }
        return (file, line)
    }

    /// Reads `file:line:column`.
    private func place(in text: Substring) -> (file: String, line: Int)? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count >= 3, let line = Int(parts[parts.count - 2]) else { return nil }
        let file = parts.dropLast(2).joined(separator: ":")
        return isFile(file) ? (file, line) : nil
    }

    private func member(_ name: String, of object: JSObjectRef) -> String? {
        var thrown: JSValueRef?
        let value = withEngineText(name) { JSObjectGetProperty(context, object, $0, &thrown) }
        guard thrown == nil, let value, !JSValueIsUndefined(context, value), !JSValueIsNull(context, value) else {
            return nil
        }
        return text(of: value)
    }

    private func text(of value: JSValueRef) -> String {
        guard let copy = JSValueToStringCopy(context, value, nil) else { return "a value that has no text" }
        return String(String(releasing: copy).prefix(10_000))
    }
}
