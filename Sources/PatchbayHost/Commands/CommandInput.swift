import Foundation
import IML

/// Reads what a command is given: files, the standard input, `name=value`.
enum CommandInput {
    /// The bytes of a file, or of the standard input for `-`.
    static func bytes(_ path: String) throws(CommandFailure) -> [UInt8] {
        if path == "-" { return Array(FileHandle.standardInput.readDataToEndOfFile()) }
        guard let data = FileManager.default.contents(atPath: path) else {
            let reason = FileStatus(path) == nil ? "there is no such file" : "it cannot be read"
            throw CommandFailure("\(path): \(reason)", exitCode: .usage)
        }
        return Array(data)
    }

    /// The JSON value of a file, or of the standard input for `-`.
    static func value(_ path: String) throws(CommandFailure) -> Value {
        let bytes = try bytes(path)
        do {
            return try Value(json: bytes)
        } catch {
            let name = path == "-" ? "standard input" : path
            throw CommandFailure("\(name):\(error.line):\(error.column): \(error.message)", exitCode: .usage)
        }
    }

    /// The JSON object of a file, or of the standard input for `-`.
    static func object(_ path: String) throws(CommandFailure) -> Fields {
        guard case .collection(let fields) = try value(path) else {
            throw CommandFailure("\(path == "-" ? "standard input" : path): expected a JSON object", exitCode: .usage)
        }
        return fields
    }

    /// Parameters of the form `name=value`, over those of an object.
    ///
    /// `name=@file` takes the value from a file and `name=@-` from the standard input, so that a secret need not stand
    /// on the command line; `name=$VARIABLE` takes it from the environment. `@@` and `$$` stand for `@` and `$` at the
    /// start.
    static func parameters(
        _ pairs: [String],
        over fields: Fields = [:],
        environment: [String: String]
    ) throws(CommandFailure) -> Fields {
        var result = fields
        for pair in pairs {
            guard let equals = pair.firstIndex(of: "="), equals != pair.startIndex else {
                throw CommandFailure("-p '\(pair)': expected name=value", exitCode: .usage)
            }
            let text = String(pair[pair.index(after: equals)...])
            result[String(pair[..<equals])] = .text(try resolved(text, environment))
        }
        return result
    }

    /// What the text of a value stands for: itself, a file's content, or a variable's.
    static func resolved(_ text: String, _ environment: [String: String]) throws(CommandFailure) -> String {
        if text.hasPrefix("@@") || text.hasPrefix("$$") { return String(text.dropFirst()) }
        if text.hasPrefix("@"), text.count > 1 {
            var bytes = try bytes(String(text.dropFirst()))
            while let last = bytes.last, last == UInt8(ascii: "\n") || last == UInt8(ascii: "\r") { bytes.removeLast() }
            return String(decoding: bytes, as: UTF8.self)
        }
        if text.hasPrefix("$"), text.count > 1 {
            let name = String(text.dropFirst())
            guard let value = environment[name] else {
                throw CommandFailure("-p '\(text)': the environment has no variable '\(name)'", exitCode: .usage)
            }
            return value
        }
        return text
    }
}
