extension Value {
    /// Reads JSON (RFC 8259) from UTF-8 bytes.
    ///
    /// Numbers keep all their digits; of two equal keys the last one's value counts, at the first one's place; an escaped
    /// surrogate without its partner becomes U+FFFD.
    ///
    /// - Parameters:
    ///   - json: The bytes; `Data`, `[UInt8]` and `String.UTF8View` are read in place.
    ///   - limits: How much to take.
    /// - Throws: ``JSONError`` with line and column when the bytes are not JSON or beyond the limits.
    public init(json: some Sequence<UInt8>, limits: JSONLimits = .default) throws(JSONError) {
        let read: Result<Value, JSONError>? = json.withContiguousStorageIfAvailable { bytes in
            Result { () throws(JSONError) in try JSONReader.read(bytes, limits: limits) }
        }
        if let read {
            self = try read.get()
            return
        }
        let copy = Array(json)
        self = try copy.withUnsafeBufferPointer { bytes in
            Result { () throws(JSONError) in try JSONReader.read(bytes, limits: limits) }
        }.get()
    }

    /// Reads JSON from a text.
    ///
    /// - Throws: ``JSONError`` with line and column when the text is not JSON or beyond the limits.
    public init(jsonText: String, limits: JSONLimits = .default) throws(JSONError) {
        var text = jsonText
        self = try text.withUTF8 { bytes in
            Result { () throws(JSONError) in try JSONReader.read(bytes, limits: limits) }
        }.get()
    }

    /// Writes the value as JSON in UTF-8.
    ///
    /// Undefined members are left out, undefined elements and an undefined value are `null`, dates are ISO 8601 text,
    /// binary is base64 text.
    ///
    /// - Parameter pretty: Whether to put each member on a line of its own, indented by two spaces.
    public func json(pretty: Bool = false) -> [UInt8] {
        let output = written(pretty: pretty)
        return Array(output.bytes)
    }

    /// Writes the value as JSON text; see ``json(pretty:)``.
    public func jsonText(pretty: Bool = false) -> String {
        let output = written(pretty: pretty)
        return String(decoding: output.bytes, as: UTF8.self)
    }

    private func written(pretty: Bool) -> OutputBuffer {
        var output = OutputBuffer(capacity: 256)
        if pretty {
            JSONWriter.appendPretty(self, indentation: 0, to: &output)
        } else {
            JSONWriter.append(self, to: &output)
        }
        return output
    }
}
