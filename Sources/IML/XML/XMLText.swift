import PatchbayText

/// The characters of XML: encodings, references and names.
enum XMLText {
    /// The document's bytes as UTF-8: by its byte order mark, else by what its declaration says, else as they are.
    static func utf8(_ bytes: [UInt8]) throws(XMLError) -> [UInt8] {
        if let (charset, length) = Charset.marked(bytes) {
            let content = bytes.dropFirst(length)
            return charset == .utf8 ? try checked(Array(content)) : charset.utf8(content)
        }
        guard let label = declaredEncoding(bytes) else { return try checked(bytes) }
        guard let charset = Charset(label: label) else {
            if String(validating: bytes, as: UTF8.self) != nil { return bytes }
            throw XMLError(
                "The encoding '\(label.prefix(40))' is not known, and the document is not UTF-8.",
                reason: "The encoding is not known, and the document is not UTF-8.",
                at: 0,
                in: []
            )
        }
        return charset == .utf8 || charset.isUTF16 ? try checked(bytes) : charset.utf8(bytes)
    }

    /// Bytes that are UTF-8.
    static func checked(_ bytes: [UInt8]) throws(XMLError) -> [UInt8] {
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw XMLError("The document is not valid UTF-8.", at: 0, in: [])
        }
        return bytes
    }

    /// What `encoding="…"` of the first line says, in small letters.
    private static func declaredEncoding(_ bytes: [UInt8]) -> String? {
        guard bytes.starts(with: "<?xml".utf8) else { return nil }
        let declaration = String(decoding: bytes.prefix(200).prefix { $0 != UInt8(ascii: ">") }, as: UTF8.self)
        guard let start = declaration.utf8.firstRange(of: "encoding".utf8)?.upperBound else { return nil }
        let rest = declaration[start...].drop { " \t\r\n=".contains($0) }
        guard let quote = rest.first, quote == "\"" || quote == "'" else { return nil }
        return rest.dropFirst().prefix { $0 != quote }.lowercased()
    }

    /// Text or an attribute's value with references replaced and line ends as XML has them.
    static func decoded(_ range: Range<Int>, in reader: XMLReader, isAttribute: Bool) throws(XMLError) -> [UInt8] {
        let bytes = reader.bytes
        var result: [UInt8] = []
        var position = range.lowerBound
        while position < range.upperBound {
            let byte = bytes[position]
            switch byte {
            case UInt8(ascii: "&"):
                let (text, end) = try reference(at: position, before: range.upperBound, in: reader)
                result += text
                position = end
                continue
            case UInt8(ascii: "<"): throw reader.failure("A < stands in an attribute's value.", at: position)
            case 0x0D:
                if position + 1 >= range.upperBound || bytes[position + 1] != 0x0A {
                    result.append(isAttribute ? 0x20 : 0x0A)
                }
            case 0x09, 0x0A: result.append(isAttribute ? 0x20 : byte)
            case 0..<0x20: throw reader.failure("A control character stands in the document.", at: position)
            default: result.append(byte)
            }
            position += 1
        }
        return result
    }

    /// Refuses control characters.
    static func check(_ content: ArraySlice<UInt8>, in reader: XMLReader) throws(XMLError) {
        if let place = content.firstIndex(where: { $0 < 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D }) {
            throw reader.failure("A control character stands in the document.", at: place)
        }
    }

    /// What a reference stands for, and where it ends.
    private static func reference(
        at start: Int,
        before limit: Int,
        in reader: XMLReader
    ) throws(XMLError) -> ([UInt8], end: Int) {
        let longest = min(limit, start + 40)
        guard let end = reader.bytes[start..<longest].firstIndex(of: UInt8(ascii: ";")) else {
            throw reader.failure("An & starts no reference; write it as &amp;.", at: start)
        }
        let name = String(decoding: reader.bytes[start + 1..<end], as: UTF8.self)
        switch name {
        case "amp": return ([UInt8(ascii: "&")], end + 1)
        case "lt": return ([UInt8(ascii: "<")], end + 1)
        case "gt": return ([UInt8(ascii: ">")], end + 1)
        case "quot": return ([UInt8(ascii: "\"")], end + 1)
        case "apos": return ([UInt8(ascii: "'")], end + 1)
        default: break
        }
        guard name.hasPrefix("#") else {
            throw reader.failure(
                "The entity \(name) is not one of XML itself; others are not read.",
                reason: "An entity is not one of XML itself; others are not read.",
                at: start
            )
        }
        let isHex = name.hasPrefix("#x")
        let digits = name.dropFirst(isHex ? 2 : 1)
        guard digits.utf8.allSatisfy({ isHex ? $0.isHexadecimalDigit : $0.isASCIIDigit }),
            let code = UInt32(digits, radix: isHex ? 16 : 10), let scalar = Unicode.Scalar(code), isAllowed(scalar)
        else {
            throw reader.failure(
                "&\(name); is no character of XML.",
                reason: "A reference stands for no character of XML.",
                at: start
            )
        }
        return (Array(String(scalar).utf8), end + 1)
    }

    /// Whether XML 1.0 allows a character at all.
    static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
        default: false
        }
    }

    /// Whether a text is a name (XML 1.0, section 2.3).
    static func isName(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first, isNameStart(first) else { return false }
        return text.unicodeScalars.allSatisfy { scalar in
            isNameStart(scalar) || scalar == "-" || scalar == "." || ("0"..."9").contains(scalar)
                || scalar.value == 0xB7
                || (0x300...0x36F).contains(scalar.value) || (0x203F...0x2040).contains(scalar.value)
        }
    }

    private static func isNameStart(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x41...0x5A, 0x61...0x7A, 0x3A, 0x5F, 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x2FF, 0x370...0x37D,
            0x37F...0x1FFF,
            0x200C...0x200D, 0x2070...0x218F, 0x2C00...0x2FEF, 0x3001...0xD7FF, 0xF900...0xFDCF, 0xFDF0...0xFFFD,
            0x10000...0xEFFFF:
            true
        default: false
        }
    }
}
