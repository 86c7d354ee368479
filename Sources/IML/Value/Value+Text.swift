import PatchbayText

extension Value {
    /// The text of the value, as a template puts it between its pieces.
    ///
    /// Null and undefined are empty, dates ISO 8601 in UTC, arrays joined by `,`, collections compact JSON, binary its
    /// UTF-8 text or else base64.
    public var text: String {
        switch self {
        case .text(let text): return text
        case .undefined, .null: return ""
        case .bool(let bool): return bool ? "true" : "false"
        case .number(let number): return number.description
        case .date(let date): return date.iso8601
        case .binary(let binary): return binary.utf8Text ?? binary.base64
        case .array, .collection:
            var bytes: [UInt8] = []
            appendText(to: &bytes)
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    /// Appends the text of the value.
    func appendText(to output: inout some ByteOutput & ~Copyable) {
        switch self {
        case .undefined, .null: break
        case .bool(let bool): output.append(literal: bool ? "true" : "false")
        case .number(let number): number.append(to: &output)
        case .text(let text): output.append(text: text)
        case .date(let date): date.appendISO8601(to: &output)
        case .binary(let binary): output.append(text: binary.utf8Text ?? binary.base64)
        case .array(let elements):
            for (position, element) in elements.enumerated() {
                if position > 0 { output.append(UInt8(ascii: ",")) }
                element.appendText(to: &output)
            }
        case .collection:
            JSONWriter.append(self, to: &output)
        }
    }
}

extension Value: CustomStringConvertible {
    /// The value for a person: compact JSON, or `undefined`.
    public var description: String {
        isUndefined ? "undefined" : jsonText()
    }
}
