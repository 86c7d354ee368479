import PatchbayText

/// Writes values as JSON bytes.
enum JSONWriter {
    /// Appends the compact form.
    static func append(_ value: Value, to bytes: inout some ByteOutput & ~Copyable) {
        switch value {
        case .undefined, .null: bytes.append(literal: "null")
        case .bool(let bool): bytes.append(literal: bool ? "true" : "false")
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

    private static func appendObject(_ fields: Fields, to bytes: inout some ByteOutput & ~Copyable) {
        bytes.append(UInt8(ascii: "{"))
        var isFirst = true
        for position in fields.entries.indices where !fields.entries[position].value.isUndefined {
            if !isFirst { bytes.append(UInt8(ascii: ",")) }
            isFirst = false
            append(fields.entries[position].key, to: &bytes)
            bytes.append(UInt8(ascii: ":"))
            append(fields.entries[position].value, to: &bytes)
        }
        bytes.append(UInt8(ascii: "}"))
    }

    /// Appends the form with a line for each member, indented by two spaces a level.
    static func appendPretty(_ value: Value, indentation: Int, to bytes: inout some ByteOutput & ~Copyable) {
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
                bytes.append(literal: "{}")
                return
            }
            bytes.append(UInt8(ascii: "{"))
            for (position, entry) in entries.enumerated() {
                appendLineStart(isFirst: position == 0, indentation: indentation + 2, to: &bytes)
                append(entry.key, to: &bytes)
                bytes.append(literal: ": ")
                appendPretty(entry.value, indentation: indentation + 2, to: &bytes)
            }
            appendLineStart(isFirst: true, indentation: indentation, to: &bytes)
            bytes.append(UInt8(ascii: "}"))
        default:
            append(value, to: &bytes)
        }
    }

    private static func appendLineStart(isFirst: Bool, indentation: Int, to bytes: inout some ByteOutput & ~Copyable) {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        bytes.append(UInt8(ascii: "\n"))
        bytes.append(UInt8(ascii: " "), count: indentation)
    }

    /// Appends a text in quotes, with quotes, backslashes and control characters escaped.
    static func append(_ text: String, to bytes: inout some ByteOutput & ~Copyable) {
        if text.utf8.withContiguousStorageIfAvailable({ append($0, to: &bytes) }) != nil { return }
        var copy = text
        copy.withUTF8 { append($0, to: &bytes) }
    }

    private static func append(_ text: UnsafeBufferPointer<UInt8>, to bytes: inout some ByteOutput & ~Copyable) {
        bytes.append(UInt8(ascii: "\""))
        var runStart = 0
        var index = plainEnd(of: text, from: 0)
        while index < text.count {
            let byte = text[index]
            bytes.append(bytes: UnsafeBufferPointer(rebasing: text[runStart..<index]))
            appendEscape(of: byte, to: &bytes)
            runStart = index + 1
            index = plainEnd(of: text, from: runStart)
        }
        bytes.append(bytes: UnsafeBufferPointer(rebasing: text[runStart..<index]))
        bytes.append(UInt8(ascii: "\""))
    }

    /// The first position from one on of a byte that has to be escaped.
    @inline(__always)
    private static func plainEnd(of text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        let raw = UnsafeRawBufferPointer(text)
        var index = start
        while index + 8 <= raw.count {
            let word = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: index, as: UInt64.self))
            let special = JSONReader.escapedBytes(in: word)
            if special != 0 { return index + special.trailingZeroBitCount / 8 }
            index += 8
        }
        while index < raw.count {
            let byte = raw[index]
            if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { break }
            index += 1
        }
        return index
    }

    private static func appendEscape(of byte: UInt8, to bytes: inout some ByteOutput & ~Copyable) {
        bytes.append(UInt8(ascii: "\\"))
        switch byte {
        case 0x08: bytes.append(UInt8(ascii: "b"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x0C: bytes.append(UInt8(ascii: "f"))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(byte)
        default:
            bytes.append(literal: "u00")
            bytes.append(0x30 + byte >> 4)
            bytes.append(byte & 15 + (byte & 15 < 10 ? 0x30 : 0x57))
        }
    }
}
