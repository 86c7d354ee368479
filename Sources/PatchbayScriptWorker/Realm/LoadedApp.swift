import IML
import IMLScript

/// An app's functions as the engine takes them, once for all realms.
struct LoadedApp {
    /// One function.
    struct Function {
        let name: String
        let file: String
        /// Code that defines the function in the global object; `nil` when the name is none a function can have.
        let code: EngineText?
        let place: EngineText
    }

    let functions: [Function]
    /// The files of the functions, to tell their lines from the prelude's.
    let files: Set<String>

    init(_ sources: [ScriptSource] = []) {
        functions = sources.map(Function.init)
        files = Set(sources.map(\.file))
    }
}

extension LoadedApp.Function {
    /// Each function's file stands in a function of its own, so that two files may name their helpers alike.
    init(_ source: ScriptSource) {
        name = source.name
        file = source.file
        place = EngineText(source.file)
        guard source.name.isScriptIdentifier else {
            code = nil
            return
        }
        let key = Value.text(source.name).jsonText()
        // Everything before the code stands on the code's first line, so that lines stay what they are in the file.
        code = EngineText("globalThis[\(key)]=(function(){\(source.code)\n;return \(source.name);})();")
    }
}

extension String {
    /// Whether it can name a function in JavaScript (of the ASCII ones).
    fileprivate var isScriptIdentifier: Bool {
        guard let first = utf8.first, !(48...57).contains(first) else { return false }
        return utf8.allSatisfy { byte in
            (65...90).contains(byte) || (97...122).contains(byte) || (48...57).contains(byte)
                || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "$")
        }
    }
}
