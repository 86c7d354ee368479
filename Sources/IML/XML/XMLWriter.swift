import PatchbayText

/// Writes the platform's form of XML as a document.
struct XMLWriter {
    /// Why a value is no document, without a period.
    struct Failure: Error {
        let message: String
    }

    private(set) var bytes: [UInt8] = []
    private let outputLimit: Int

    /// A value nests as deep as a reader takes at most, in two levels for each element.
    private static let deepest = 500

    init(outputLimit: Int) {
        self.outputLimit = outputLimit
    }

    /// Writes a document: a collection with one entry, its root.
    mutating func write(document value: Value) throws(Failure) {
        guard case .collection(let fields) = value, fields.count == 1, let name = fields.keys.first else {
            throw Failure(message: "a document is a collection with one entry, its root element")
        }
        if case .array(let roots) = fields[valueOf: name], roots.count != 1 {
            throw Failure(message: "a document has one root element, not \(roots.count)")
        }
        bytes += #"<?xml version="1.0" encoding="UTF-8"?>"#.utf8
        try write(elements: name, fields[valueOf: name], depth: 0)
    }

    private mutating func write(elements name: String, _ value: Value, depth: Int) throws(Failure) {
        guard case .array(let values) = value else { return try write(element: name, value, depth: depth) }
        for value in values { try write(element: name, value, depth: depth) }
    }

    private mutating func write(element name: String, _ value: Value, depth: Int) throws(Failure) {
        guard depth < XMLWriter.deepest else { throw Failure(message: "the value nests too deep") }
        guard bytes.count <= outputLimit else { return }
        if value.isUndefined { return }
        guard XMLText.isName(name) else { throw Failure(message: "\"\(name)\" is no name of an element") }
        bytes += "<\(name)".utf8
        let start = bytes.count
        if case .collection(let fields) = value {
            try write(attributes: fields[valueOf: "_attributes"])
            bytes += ">".utf8
            let opened = bytes.count
            try append(text: fields[valueOf: "_value"].text, isAttribute: false)
            for (key, inner) in fields where !key.isExactly(oneOf: "_attributes", "_value") {
                try write(elements: key, inner, depth: depth + 1)
            }
            if bytes.count > opened { return bytes += "</\(name)>".utf8 }
        } else if case .array = value {
            throw Failure(message: "the element \(name) holds an array inside of an array")
        } else {
            bytes += ">".utf8
            try append(text: value.text, isAttribute: false)
            if bytes.count > start + 1 { return bytes += "</\(name)>".utf8 }
        }
        bytes.removeLast()
        bytes += "/>".utf8
    }

    private mutating func write(attributes value: Value) throws(Failure) {
        guard case .collection(let attributes) = value else { return }
        for (name, value) in attributes where !value.isMissing {
            guard XMLText.isName(name) else { throw Failure(message: "\"\(name)\" is no name of an attribute") }
            bytes += " \(name)=\"".utf8
            try append(text: value.text, isAttribute: true)
            bytes += "\"".utf8
        }
    }

    private mutating func append(text: String, isAttribute: Bool) throws(Failure) {
        guard text.unicodeScalars.allSatisfy(XMLText.isAllowed) else {
            throw Failure(message: "a text has a character XML does not allow")
        }
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): bytes += "&amp;".utf8
            case UInt8(ascii: "<"): bytes += "&lt;".utf8
            case UInt8(ascii: ">"): bytes += "&gt;".utf8
            case UInt8(ascii: "\"") where isAttribute: bytes += "&quot;".utf8
            case 0x0D: bytes += "&#13;".utf8
            case 0x09 where isAttribute: bytes += "&#9;".utf8
            case 0x0A where isAttribute: bytes += "&#10;".utf8
            default: bytes.append(byte)
            }
        }
    }
}
