import PatchbayText

/// Reads JSON by recursive descent over bytes.
struct JSONReader {
    let bytes: UnsafeBufferPointer<UInt8>
    var position = 0
    var depth = 0
    let depthLimit: Int
    /// Texts met before, by a hash of their bytes: objects in an array share their keys.
    var keys = KeyCache()
    /// Where texts with escapes are put together; its memory serves one after the other.
    var assembled: [UInt8] = []
    /// Members the last object at a depth had: the next one mostly has as many.
    private var expectedMembers = SIMD8<UInt8>(repeating: 0)

    private init(bytes: UnsafeBufferPointer<UInt8>, depthLimit: Int) {
        self.bytes = bytes
        self.depthLimit = depthLimit
    }

    static func read(_ bytes: UnsafeBufferPointer<UInt8>, limits: JSONLimits) throws(JSONError) -> Value {
        var reader = JSONReader(bytes: bytes, depthLimit: limits.depth)
        if bytes.count > limits.bytes {
            throw JSONError("The JSON has \(bytes.count) bytes; \(limits.bytes) are allowed", at: 0, in: bytes)
        }
        reader.skipByteOrderMark()
        reader.skipSpace()
        let value = try reader.readValue()
        reader.skipSpace()
        if reader.position < bytes.count {
            throw reader.failure("There is more after the end of the JSON value")
        }
        return value
    }

    func failure(_ message: String, reason: String? = nil, at offset: Int? = nil) -> JSONError {
        JSONError(message, reason: reason, at: offset ?? position, in: bytes)
    }

    private mutating func skipByteOrderMark() {
        if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF { position = 3 }
    }

    @inline(__always)
    mutating func skipSpace() {
        while position < bytes.count {
            let byte = bytes[position]
            if byte > 0x20 || (byte != 0x20 && byte != 0x0A && byte != 0x0D && byte != 0x09) { return }
            position += 1
        }
    }

    mutating func readValue() throws(JSONError) -> Value {
        guard position < bytes.count else { throw failure("The JSON ends where a value has to stand") }
        switch bytes[position] {
        case UInt8(ascii: "\""): return .text(try readText())
        case UInt8(ascii: "{"): return try readObject()
        case UInt8(ascii: "["): return try readArray()
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try readNumber())
        case UInt8(ascii: "t"):
            try readWord("true")
            return .bool(true)
        case UInt8(ascii: "f"):
            try readWord("false")
            return .bool(false)
        case UInt8(ascii: "n"):
            try readWord("null")
            return .null
        default: throw unexpected("a JSON value")
        }
    }

    private mutating func readNumber() throws(JSONError) -> Number {
        let start = position
        var scanner = NumberScanner(bytes: bytes, position: position)
        guard scanner.scan() else { throw failure("This is not a number as JSON writes one", at: start) }
        if scanner.isOutOfRange { throw failure("The number is too large", at: start) }
        position = scanner.position
        return scanner.number
    }

    private mutating func readWord(_ word: StaticString) throws(JSONError) {
        let start = position
        for index in 0..<word.utf8CodeUnitCount {
            guard position < bytes.count, bytes[position] == word.utf8Start[index] else {
                throw unknownWord(at: start)
            }
            position += 1
        }
    }

    /// What other languages write where JSON has a value; anything else may be a piece of data.
    private static let commonWords: Set<String> = ["NaN", "Infinity", "undefined", "None", "True", "False", "nil"]

    private func unknownWord(at start: Int) -> JSONError {
        let letters = bytes[start...].prefix { $0.isASCIILetter }.prefix(20)
        let word = String(decoding: letters, as: UTF8.self)
        let isCommon = Self.commonWords.contains(word)
        return failure(
            "Expected a JSON value, found `\(word)`",
            reason: isCommon ? nil : "Expected a JSON value, found a word that is none",
            at: start
        )
    }

    private mutating func enter() throws(JSONError) {
        position += 1
        depth += 1
        if depth > depthLimit {
            throw failure("The JSON nests deeper than \(depthLimit) levels", at: position - 1)
        }
        skipSpace()
    }

    private mutating func readArray() throws(JSONError) -> Value {
        try enter()
        var elements: [Value] = []
        if takes(UInt8(ascii: "]")) {
            depth -= 1
            return .array(elements)
        }
        while true {
            elements.append(try readValue())
            skipSpace()
            if takes(UInt8(ascii: ",")) {
                skipSpace()
                if position < bytes.count, bytes[position] == UInt8(ascii: "]") {
                    throw failure("A comma must not stand before the end of an array")
                }
                continue
            }
            guard takes(UInt8(ascii: "]")) else { throw unexpected("`,` or `]`") }
            depth -= 1
            return .array(elements)
        }
    }

    private mutating func readObject() throws(JSONError) -> Value {
        try enter()
        var fields = Fields()
        if takes(UInt8(ascii: "}")) {
            depth -= 1
            return .collection(fields)
        }
        fields.reserveCapacity(Int(expectedMembers[depth & 7]))
        while true {
            guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
                throw unexpected("a key in double quotes")
            }
            let key = try readKey()
            skipSpace()
            guard takes(UInt8(ascii: ":")) else { throw unexpected("`:`") }
            skipSpace()
            let value = try readValue()
            if let known = fields.position(of: key) {
                fields.entries[known].value = value
            } else {
                fields.insert(key, value)
            }
            skipSpace()
            if takes(UInt8(ascii: ",")) {
                skipSpace()
                continue
            }
            guard takes(UInt8(ascii: "}")) else { throw unexpected("`,` or `}`") }
            expectedMembers[depth & 7] = UInt8(min(fields.count, 64))
            depth -= 1
            return .collection(fields)
        }
    }

    @inline(__always)
    private mutating func takes(_ byte: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    private func unexpected(_ expected: String) -> JSONError {
        guard position < bytes.count else { return failure("The JSON ends where \(expected) has to stand") }
        let byte = bytes[position]
        let found = byte > 0x20 && byte < 0x7F ? "`\(Unicode.Scalar(byte))`" : "byte 0x\(String(byte, radix: 16))"
        return failure("Expected \(expected), found \(found)", reason: "Expected \(expected), found something else")
    }
}
