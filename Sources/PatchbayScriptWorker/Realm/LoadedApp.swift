import IML
import IMLScript

/// An app's functions as the engine takes them, once for all realms.
struct LoadedApp {
    /// One function.
    struct Function {
        let name: String
        let file: String
        /// The file's content.
        let source: String
        /// The name as the engine takes it.
        let key: EngineText
        /// The body of a function that evaluates the file and gives what it defines; `nil` when the name is none a
        /// function can have.
        let code: EngineText?
        /// That function, with the code on the lines it has in the file.
        let wrapped: EngineText
        let place: EngineText
    }

    let functions: [Function]
    /// The files of the functions, to tell their lines from the prelude's.
    let files: Set<String>
    /// The functions' names as a JSON array.
    let names: EngineText

    init(_ sources: [ScriptSource] = []) {
        functions = sources.map(Function.init)
        files = Set(sources.map(\.file))
        names = EngineText(Value.array(sources.map { .text($0.name) }).jsonText())
    }
}

extension LoadedApp.Function {
    /// Each function's file stands in a function of its own: two files may name their helpers alike, and what stands at
    /// the top of a file is made anew each time the function is called.
    init(_ source: ScriptSource) {
        name = source.name
        file = source.file
        self.source = source.code
        key = EngineText(source.name)
        place = EngineText(source.file)
        guard source.name.isScriptIdentifier else {
            code = nil
            wrapped = EngineText("")
            return
        }
        let body = "\(source.code)\n;return \(source.name);"
        code = EngineText(body)
        wrapped = EngineText("(function(){\(body)})")
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
