import IML
import PatchbayText

/// Why a file is not JSON, even as people write it by hand.
struct SourceError: Error {
    let code: DiagnosticCode
    let message: String
    let offset: Int
}

/// Reads JSON as published bundles have it, keeping the place of every value.
///
/// Beyond RFC 8259 it takes `//` and `/* */` comments, trailing commas, a byte order mark, raw line ends and tabs in
/// texts, and a file with nothing in it.
struct SourceReader {
    let file: SourceFile
    let bytes: UnsafeBufferPointer<UInt8>
    let depthLimit: Int
    var position = 0
    private var depth = 0
    /// The second and later entries that have a key met before in their object.
    private var duplicates: [SourceEntry] = []

    private init(file: SourceFile, bytes: UnsafeBufferPointer<UInt8>, depthLimit: Int) {
        self.file = file
        self.bytes = bytes
        self.depthLimit = depthLimit
    }

    /// What was read.
    struct Document {
        /// The value; `nil` for a file that is empty or holds nothing but comments.
        var root: SourceNode?
        /// Entries whose key their object has twice, spread keys aside.
        var duplicates: [SourceEntry]
    }

    /// Reads a file.
    ///
    /// - Parameters:
    ///   - file: The file.
    ///   - depthLimit: How deep values may nest.
    /// - Throws: ``SourceError`` with what was expected and where.
    static func read(_ file: SourceFile, depthLimit: Int = 128) throws(SourceError) -> Document {
        if let offset = invalidByte(in: file.bytes) {
            throw SourceError(
                code: .invalidUTF8,
                message: "The file is not valid UTF-8 here; save it as UTF-8",
                offset: offset
            )
        }
        return try file.bytes.withUnsafeBufferPointer { bytes in
            Result { () throws(SourceError) in
                var reader = SourceReader(file: file, bytes: bytes, depthLimit: depthLimit)
                return try reader.readDocument()
            }
        }.get()
    }

    private static func invalidByte(in bytes: [UInt8]) -> Int? {
        if String(validating: bytes, as: UTF8.self) != nil { return nil }
        var decoder = UTF8.ForwardParser()
        var iterator = bytes.makeIterator()
        var offset = 0
        while true {
            switch decoder.parseScalar(from: &iterator) {
            case .valid(let encoded): offset += encoded.count
            case .error, .emptyInput: return offset
            }
        }
    }

    private mutating func readDocument() throws(SourceError) -> Document {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
        try skipSpace()
        guard position < bytes.count else { return Document(root: nil, duplicates: []) }
        let root = try readValue()
        try skipSpace()
        guard position == bytes.count else {
            throw failure("Expected the end of the file, found \(found)")
        }
        return Document(root: root, duplicates: duplicates)
    }
}

// MARK: - Values

extension SourceReader {
    private mutating func readValue() throws(SourceError) -> SourceNode {
        let start = position
        return SourceNode(kind: try readKind(), file: file, offset: start)
    }

    private mutating func readKind() throws(SourceError) -> SourceNode.Kind {
        guard position < bytes.count else { throw failure("Expected a value, found the end of the file") }
        switch bytes[position] {
        case UInt8(ascii: "\""): return .text(try readText())
        case UInt8(ascii: "{"): return .object(try readObject())
        case UInt8(ascii: "["): return .array(try readArray())
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try readNumber())
        default: return try readWord()
        }
    }

    private mutating func readWord() throws(SourceError) -> SourceNode.Kind {
        let kinds: [(String, SourceNode.Kind)] = [("true", .bool(true)), ("false", .bool(false)), ("null", .null)]
        let word = wordHere
        guard let kind = kinds.first(where: { $0.0 == word })?.1 else {
            let hint = word.isEmpty ? "" : "; a text stands in double quotes"
            throw failure("Expected a value, found \(found)\(hint)")
        }
        position += word.utf8.count
        return kind
    }

    private mutating func readNumber() throws(SourceError) -> Number {
        let start = position
        var end = position
        while end < bytes.count, bytes[end].isNumberByte { end += 1 }
        let text = String(decoding: bytes[start..<end], as: UTF8.self)
        guard SourceReader.isNumber(text), let number = Number(text) else {
            throw failure("'\(text)' is not a number as JSON writes one", at: start)
        }
        position = end
        return number
    }

    /// Whether a text follows RFC 8259, section 6.
    private static func isNumber(_ text: String) -> Bool {
        var digits = Substring(text)
        if digits.first == "-" { digits.removeFirst() }
        let whole = digits.prefix(while: \.isNumber)
        if whole.isEmpty || (whole.count > 1 && whole.first == "0") { return false }
        digits = digits.dropFirst(whole.count)
        if digits.first == "." {
            let fraction = digits.dropFirst().prefix(while: \.isNumber)
            if fraction.isEmpty { return false }
            digits = digits.dropFirst(1 + fraction.count)
        }
        guard digits.first == "e" || digits.first == "E" else { return digits.isEmpty }
        digits = digits.dropFirst()
        if digits.first == "+" || digits.first == "-" { digits.removeFirst() }
        return !digits.isEmpty && digits.allSatisfy(\.isNumber)
    }

    private mutating func readArray() throws(SourceError) -> [SourceNode] {
        try enter()
        var elements: [SourceNode] = []
        while !takes(UInt8(ascii: "]")) {
            elements.append(try readValue())
            try finishElement(closing: "]", opened: "array")
        }
        depth -= 1
        return elements
    }

    private mutating func readObject() throws(SourceError) -> [SourceEntry] {
        try enter()
        var entries: [SourceEntry] = []
        var keys: Set<ExactText> = []
        while !takes(UInt8(ascii: "}")) {
            let entry = try readEntry()
            if !keys.insert(ExactText(entry.key)).inserted, !entry.isSpread { duplicates.append(entry) }
            entries.append(entry)
            try finishElement(closing: "}", opened: "object")
        }
        depth -= 1
        return entries
    }

    private mutating func readEntry() throws(SourceError) -> SourceEntry {
        let start = position
        guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
            throw failure("Expected a key in double quotes or `}`, found \(found)")
        }
        let key = try readText()
        try skipSpace()
        guard takes(UInt8(ascii: ":")) else { throw failure("Expected `:` after the key '\(key)', found \(found)") }
        try skipSpace()
        return SourceEntry(key: key, file: file, keyOffset: start, value: try readValue())
    }

    private mutating func enter() throws(SourceError) {
        depth += 1
        if depth > depthLimit { throw failure("The file nests deeper than \(depthLimit) levels", code: .tooDeep) }
        position += 1
        try skipSpace()
    }

    private mutating func finishElement(closing: Character, opened: String) throws(SourceError) {
        try skipSpace()
        if takes(UInt8(ascii: ",")) {
            try skipSpace()
            return
        }
        guard position < bytes.count, Character(Unicode.Scalar(bytes[position])) == closing else {
            throw failure("Expected `,` or the `\(closing)` that ends the \(opened), found \(found)")
        }
    }

    private mutating func takes(_ byte: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }
}
