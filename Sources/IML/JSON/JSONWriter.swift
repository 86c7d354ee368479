/// Writes values as JSON bytes.
enum JSONWriter {
    /// Appends the compact form.
    static func append(_ value: Value, to bytes: inout [UInt8]) {
        switch value {
        case .undefined, .null: bytes.append(contentsOf: "null".utf8)
        case .bool(let bool): bytes.append(contentsOf: (bool ? "true" : "false").utf8)
        case .number(let number): number.append(to: &bytes)
        case .text(let text): append(text, to: &bytes)
        case .date(let date):
            bytes.append(UInt8(ascii: "\""))
            date.appendISO8601(to: &bytes)
            bytes.append(UInt8(ascii: "\""))
        case .binary(let binary):
            append(binary.base64, to: &bytes)
        case .array(let elements):
            bytes.append(UInt8(ascii: "["))
            var isFirst = true
            for element in elements {
                if !isFirst { bytes.append(UInt8(ascii: ",")) }
                isFirst = false
                append(element, to: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        case .collection(let fields):
            appendObject(fields, to: &bytes)
        }
    }

    private static func appendObject(_ fields: Fields, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "{"))
        var isFirst = true
        for entry in fields.entries where !entry.value.isUndefined {
            if !isFirst { bytes.append(UInt8(ascii: ",")) }
            isFirst = false
            append(entry.key, to: &bytes)
            bytes.append(UInt8(ascii: ":"))
            append(entry.value, to: &bytes)
        }
        bytes.append(UInt8(ascii: "}"))
    }

    /// Appends the form with a line for each member, indented by two spaces a level.
    static func appendPretty(_ value: Value, indentation: Int, to bytes: inout [UInt8]) {
        switch value {
        case .array(let elements) where !elements.isEmpty:
            bytes.append(UInt8(ascii: "["))
            for (position, element) in elements.enumerated() {
                appendLineStart(isFirst: position == 0, indentation: indentation + 2, to: &bytes)
                appendPretty(element, indentation: indentation + 2, to: &bytes)
            }
            appendLineStart(isFirst: true, indentation: indentation, to: &bytes)
            bytes.append(UInt8(ascii: "]"))
        case .collection(let fields):
            let entries = fields.entries.filter { !$0.value.isUndefined }
            guard !entries.isEmpty else {
                bytes.append(contentsOf: "{}".utf8)
                return
            }
            bytes.append(UInt8(ascii: "{"))
            for (position, entry) in entries.enumerated() {
                appendLineStart(isFirst: position == 0, indentation: indentation + 2, to: &bytes)
                append(entry.key, to: &bytes)
                bytes.append(contentsOf: ": ".utf8)
                appendPretty(entry.value, indentation: indentation + 2, to: &bytes)
            }
            appendLineStart(isFirst: true, indentation: indentation, to: &bytes)
            bytes.append(UInt8(ascii: "}"))
        default:
            append(value, to: &bytes)
        }
    }

    private static func appendLineStart(isFirst: Bool, indentation: Int, to bytes: inout [UInt8]) {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        bytes.append(UInt8(ascii: "\n"))
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: indentation))
    }

    /// Appends a text in quotes, with quotes, backslashes and control characters escaped.
    static func append(_ text: String, to bytes: inout [UInt8]) {
        var text = text
        text.withUTF8 { append($0, to: &bytes) }
    }

    private static func append(_ text: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        var runStart = 0
        var index = 0
        while index < text.count {
            let byte = text[index]
            if byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
                index += 1
                continue
            }
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[runStart..<index]))
            appendEscape(of: byte, to: &bytes)
            index += 1
            runStart = index
        }
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[runStart..<index]))
        bytes.append(UInt8(ascii: "\""))
    }

    private static func appendEscape(of byte: UInt8, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\\"))
        switch byte {
        case 0x08: bytes.append(UInt8(ascii: "b"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x0C: bytes.append(UInt8(ascii: "f"))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(byte)
        default:
            bytes.append(contentsOf: "u00".utf8)
            let hex = Array("0123456789abcdef".utf8)
            bytes.append(hex[Int(byte >> 4)])
            bytes.append(hex[Int(byte & 15)])
        }
    }
}
